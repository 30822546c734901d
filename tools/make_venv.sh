#!/usr/bin/env bash
# make_venv.sh FOLDER [PYTHON]: a virtual environment with pip, made by the first Python found that is
# 3.11 or newer and able to make one (some systems ship Python without `venv`).
set -euo pipefail

folder=$1
shift
for python in "$@" python3 python3.14 python3.13 python3.12 python3.11 python; do
  if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "making $folder with $("$python" --version)"
    "$python" -m venv --clear "$folder"
    exit 0
  fi
  if [[ "$python" == "${1-}" ]]; then
    echo "$python is not Python 3.11 or newer with the modules venv and ensurepip" >&2
    exit 1
  fi
done
echo "no Python 3.11 or newer with the modules venv and ensurepip was found." >&2
echo "Install one (on Debian and Ubuntu: python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2
exit 1
