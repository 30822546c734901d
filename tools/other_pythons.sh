#!/usr/bin/env bash
# other_pythons.sh JOBS: the test suite on every supported Python that is present, apart from the one in
# .venv. Versions that are absent are named, so that a report never looks fuller than it is.
set -euo pipefail

jobs=$1
own=$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')

# The first Python of a version that can make environments: on the path, or installed by pyenv.
find_python() {
  local candidate
  for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/python; do
    if "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}

failed=0
for version in 3.11 3.12 3.13 3.14; do
  [[ $version == "$own" ]] && continue
  python=$(find_python "$version")
  if [[ -z $python ]]; then
    echo "Python $version: not present, not tested"
    continue
  fi
  venv=.venv-$version
  [[ -x $venv/bin/python ]] || "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[test]'
  for native in 1 0; do
    echo "Python $version, NITINOL_NATIVE=$native"
    NITINOL_CACHE_DIR=$PWD/.cache-test HYPOTHESIS_PROFILE=ci NITINOL_TEST_RUN=$version NITINOL_NATIVE=$native \
      "$venv/bin/python" -m pytest -n "$jobs" -m "not slow" tests || failed=1
  done
done
exit $failed
