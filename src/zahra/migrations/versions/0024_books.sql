-- Written by its owner.
SELECT 1;
