"""SQL of delivery: methods and rates, parcels, what couriers tell, failed attempts, RTOs."""
