FROM python:3.13-slim AS base
ENV PATH=/opt/backstep/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

FROM base AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/backstep
WORKDIR /source
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY .ci/build.lock .ci/
RUN python -m venv /build && /build/bin/pip install --require-hashes -r .ci/build.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY static static
COPY templates templates
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && pip install --no-deps --no-index /wheels/*.whl \
    && pip uninstall --yes pip

FROM base
COPY --from=build /opt/backstep /opt/backstep
# Nothing is written while it runs: `docker run --read-only` works.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["backstep", "serve", "--host", "0.0.0.0"]
