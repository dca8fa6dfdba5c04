"""A small OpenID provider on this machine: it really signs, checks the code, the proof key and who the client is."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def as_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


class Provider:
    """Start it, set `claims` to who signs in next, and give its `address` to the settings."""

    def __init__(self, algorithm: str = "RS512") -> None:
        self.key, self.algorithm = new_key(), algorithm
        self.signing_key = self.key  # a test may swap it for somebody else's
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.client_key: Any = None
        self.asked: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorise(self, address: str) -> dict[str, str]:
        """What the provider's own page does once somebody has proved who they are: the parameters of the way back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return {"code": "a-code", "state": self.asked["state"]}

    def _handler(provider) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                self._answer({
                    "/.well-known/openid-configuration": provider.discovery,
                    "/jwks": provider.jwks,
                    "/userinfo": lambda: provider.userinfo or provider.claims,
                }[path]())  # fmt: skip

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                given = {name: values[0] for name, values in parse_qs(body).items()}
                answer = provider.token(given)
                self._answer(answer, 200 if "access_token" in answer else 400)

            def _answer(self, facts: dict[str, Any], status: int = 200) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(facts).encode())

            def log_message(self, *args: Any) -> None:
                pass

        return Handler

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_post"],
        }

    def jwks(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": self.algorithm, "use": "sig"}]}

    def token(self, given: dict[str, str]) -> dict[str, Any]:
        if given.get("code") != "a-code" or not self._knows(given) or not self._has_proof(given):
            return {"error": "invalid_grant"}
        times = {"iat": int(time.time()), "exp": int(time.time()) + 300}
        claims = {"iss": self.address, "aud": "alongside", **times, **self.claims}
        signed = jwt.encode(claims, as_pem(self.signing_key), algorithm=self.algorithm, headers={"kid": "one"})
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}

    def _knows(self, given: dict[str, str]) -> bool:
        if self.client_key is None:
            return given.get("client_secret") == "secret"
        signed = given.get("client_assertion", "")
        proof = jwt.decode(signed, self.client_key, algorithms=["RS512"], audience=f"{self.address}/token")
        return bool(proof["iss"] == proof["sub"] == "alongside" and "client_secret" not in given)

    def _has_proof(self, given: dict[str, str]) -> bool:
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.asked.get("code_challenge")
