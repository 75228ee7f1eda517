raise ImportError("it is not there in production")
