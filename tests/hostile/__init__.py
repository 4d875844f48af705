"""Documents made to hurt, by the thousand, each from its number alone. `make hostile` reads 5,000 of them."""
