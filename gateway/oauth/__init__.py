"""OAuth2: tokens for parties, and for apps that a cardholder let act for them."""
