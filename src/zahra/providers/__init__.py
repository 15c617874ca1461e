"""Those we buy from: gateways, senders, storage. Each fills a port of `shop`."""
