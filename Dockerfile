FROM python:3.13-slim AS base
ENV PATH=/opt/backstep/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

FROM base AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/backstep
WORKDIR /source
COPY .ci/image.lock .ci/build.lock .ci/
RUN pip install --require-hashes -r .ci/image.lock
RUN python -m venv /build && /build/bin/pip install --require-hashes -r .ci/build.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY static static
COPY templates templates
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && pip install --no-deps --no-index /wheels/*.whl \
    && pip uninstall --yes pip

FROM base
LABEL org.opencontainers.image.title="backstep" \
      org.opencontainers.image.description="See how a neural network learns" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/backstep /opt/backstep
# Runs are kept in /data and nothing is written elsewhere, so `docker run --read-only` works.
RUN install -d -o 10001 -g 10001 /data
ENV BACKSTEP_STORE=sqlite:/data/runs.sqlite
VOLUME /data
USER 10001:10001
WORKDIR /data
EXPOSE 8000
# Check that it is alive, not that it has room: a full server must not be killed.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from http.client import HTTPConnection as To; to = To('127.0.0.1', 8000, timeout=4); to.request('GET', '/healthz'); assert to.getresponse().status == 200"]
CMD ["backstep", "serve", "--host", "0.0.0.0"]
