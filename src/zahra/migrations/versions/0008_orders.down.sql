DROP TABLE status_history, order_charges, order_pieces, order_lines, orders;
