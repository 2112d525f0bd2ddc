"""HTTP without an app: middleware, shared views, uploads, resubmission."""
