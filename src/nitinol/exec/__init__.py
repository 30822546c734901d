"""Running programs: eager evaluation, compiled functions, and the engine behind `backward()`."""
