"""Reports as messages: by mail and to chat services, each report once, through one library (`apprise`)."""
