DROP TABLE stock_movements, stock_allocations, stock_holds, stock_levels;
