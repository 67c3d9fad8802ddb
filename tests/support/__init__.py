"""What tests share: worlds to work in, clients to call with."""
