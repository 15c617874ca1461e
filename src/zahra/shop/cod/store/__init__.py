"""SQL of paying at the door: rules and listings, decisions, links, cash that couriers owe."""
