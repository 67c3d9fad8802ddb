"""SIP2 (Standard Interchange Protocol 2.00): what self-check machines (自助借还机) speak.

What a line means is here, without sockets and without a world: `wire` makes lines of bytes and
knows checksums and dates, `layouts` is the table of the messages, `messages` reads and writes them,
`session` is one conversation. Written from the layouts of document revision 2.12 (11 April 2006).
"""
