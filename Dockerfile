# One image for every role; the command chooses it (see docker-compose.yml).
ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS wheel
WORKDIR /src
RUN pip install --no-cache-dir build
COPY . .
RUN python -m build --wheel --outdir /dist

FROM ${PYTHON}
# PYTHONDONTWRITEBYTECODE stays unset: without .pyc files every start takes twice as long.
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN --mount=type=bind,from=wheel,source=/dist,target=/dist \
    pip install /dist/*.whl && python -m compileall -q "$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
RUN useradd --system --uid 10001 --create-home ssc \
    && install --directory --owner=ssc --group=ssc /run/ssc /var/lib/ssc
USER ssc
WORKDIR /var/lib/ssc
ENTRYPOINT ["python", "-m", "launcher.container"]
CMD ["ssc", "--help"]
