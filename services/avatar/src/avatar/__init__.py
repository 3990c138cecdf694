"""Avatar: draws portraits and stores them in S3."""
