# --- what the lock names, and the front-end assets ------------------------------------------
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CACHE=1
WORKDIR /app

COPY wsoa/devtools/lock/ wsoa/devtools/lock/
RUN python -m venv /opt/venv \
 && python -m pip install --require-hashes -r wsoa/devtools/lock/uv.txt \
 && python -m uv pip install --python /opt/venv/bin/python --require-hashes \
        --compile-bytecode -r wsoa/devtools/lock/python.txt

# Takes Node from the Python package index: there is none in this image, and none is needed later.
COPY wsoa/devtools/assets.py wsoa/devtools/
RUN python wsoa/devtools/assets.py

# --- what runs ------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-liberation fonts-noto-core fonts-wqy-microhei fonts-symbola \
 && rm -rf /var/lib/apt/lists/* \
 && fc-cache --system-only \
 && useradd --system --uid 10001 --user-group --no-create-home --home-dir /app app

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    WSOA_VAR_DIR=/app/var \
    BEAT_SCHEDULE=/tmp/beat-schedule \
    PORT=8000
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY . .
COPY --from=build /app/static/vendor static/vendor

# var/files is where a volume goes; static files belong to the image. The key lasts one command.
RUN mkdir -p var/files \
 && SECRET_KEY=$(python -c "import secrets; print(secrets.token_urlsafe(50))") \
    python manage.py collectstatic --no-input --verbosity 0 \
 && chown -R app:app var

USER app
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
    CMD ["python", "-m", "wsoa.entrypoint", "health", "web"]
ENTRYPOINT ["python", "-m", "wsoa.entrypoint"]
CMD ["web"]
