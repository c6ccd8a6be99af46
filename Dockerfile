# Saring as one image: `serve`, `worker` and `init` are its commands (docker-compose.yml runs all three).

FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt ./
# The dependencies alone, so that a change of the code does not install them anew. scikit-learn and what it brings
# stay out: they train the classifier, and nothing of the service imports them (tests/architecture proves it).
RUN python -c "import tomllib; print(*(one for one in tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'] if not one.startswith('scikit-learn')), sep='\n')" > requirements.txt \
 && python -m venv --without-pip /opt/saring \
 && python -m pip --python /opt/saring/bin/python install --no-cache-dir --only-binary :all: --constraint constraints.txt --requirement requirements.txt
COPY README.md LICENSE ./
COPY models ./models
COPY service ./service
RUN python -m pip --python /opt/saring/bin/python install --no-cache-dir --no-deps .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Saring" \
      org.opencontainers.image.description="A comment moderation microservice" \
      org.opencontainers.image.licenses="MIT"
# The numbers are fixed, so that the owner of a volume stays the same from one image to the next. The folders stand
# here because a new named volume takes its owner from the folder that it covers.
RUN groupadd --gid 10001 saring \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin saring \
 && install --directory --owner 10001 --group 10001 --mode 0700 /var/lib/saring /var/lib/saring-keys /var/lib/saring-opener \
 && python -m pip uninstall --yes --quiet --root-user-action ignore pip
# pip has compiled it already, so that nothing needs to be written where the root file system is read-only.
COPY --from=build /opt/saring /opt/saring
WORKDIR /var/lib/saring
ENV PATH=/opt/saring/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SARING_HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/var/lib/saring
USER 10001:10001
VOLUME ["/var/lib/saring"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/readyz', timeout=4)"]
CMD ["python", "-m", "service", "serve"]
