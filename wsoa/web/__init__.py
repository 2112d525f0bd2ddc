"""What belongs to HTTP and to no app: middleware, shared views, uploads, resubmission."""
