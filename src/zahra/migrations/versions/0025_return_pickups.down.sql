DROP TABLE return_pickups, uploads;
