"""The product's own settings, in test mode, with a data folder that goes away."""

import atexit
import os
import shutil
import tempfile

os.environ["ALONGSIDE_MODE"] = "test"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="alongside-test-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from alongside.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow hashing is not what is tested
WHITENOISE_AUTOREFRESH = True  # otherwise every client of every test reads the whole folder first
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  (whitenoise warns about a folder that is not there)
