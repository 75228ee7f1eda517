raise ImportError("it is not there in production, unless traces are wanted")
