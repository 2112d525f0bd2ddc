"""HTTP code that belongs to no app: middleware, shared views, uploads, resubmission."""
