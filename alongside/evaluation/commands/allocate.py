"""`alongside allocate`: clusters allocated from a seed that is sealed first and published later.

First `alongside allocate SPEC.toml CLUSTERS.csv --new-secret SECRET.json` makes the secret and prints the commitment to
publish; of a minimisation, whose clusters come later, without CLUSTERS.csv. Then the same with
`--secret SECRET.json --out ALLOCATION.csv --audit AUDIT.json` allocates. When every cluster has been told, `--open`
puts the secret into the audit file, and anybody can `--verify AUDIT.json`.
"""

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from alongside.evaluation import allocation
from alongside.evaluation.allocation import Allocation, BalanceRow, Constrained, Secret, audit_text, seal, verify
from alongside.evaluation.analysis import Data, read_csv
from alongside.evaluation.commands.files import as_text, keep_apart, read, read_text, write, write_new
from alongside.evaluation.errors import BadInput
from alongside.evaluation.planning import AllocationSpec, read_allocation_spec
from alongside.evaluation.planning.allocating import balance_of

NOT_REPLAYED = "but its secret is not open: the arms have not been checked"


def allocate(arguments: Sequence[str]) -> int:
    """Seal, allocate, or verify."""
    asked = _asked(arguments)
    _possible(asked)
    if asked.verify:
        return _verify(asked.verify, asked.commitment)
    spec = read_allocation_spec(read_text(asked.spec))
    if asked.new_secret:
        return _seal(spec, _clusters(spec, asked.clusters) if asked.clusters else None, asked.new_secret)
    return _allocate(spec, _clusters(spec, asked.clusters), asked)


def _possible(asked: argparse.Namespace) -> None:
    """What was asked for makes sense together."""
    if asked.verify:
        if asked.spec or asked.new_secret or asked.secret or asked.out or asked.audit or asked.open:
            raise BadInput("--verify needs nothing but the audit file, and the --commitment that was published.")
        return
    if asked.commitment:
        raise BadInput("--commitment goes with --verify.")
    if asked.spec is None or (asked.clusters is None and not asked.new_secret):
        raise BadInput("Name the specification and the file of clusters, or an audit file to --verify.")
    if bool(asked.new_secret) == bool(asked.secret):
        raise BadInput("First make a secret with --new-secret and publish its commitment; then allocate with --secret.")
    if asked.new_secret and (asked.out or asked.audit or asked.open):
        raise BadInput("--new-secret allocates nothing: --out, --audit and --open go with --secret.")
    if asked.secret and not (asked.out or asked.audit):
        raise BadInput("Say where the allocation goes: --out ALLOCATION.csv, --audit AUDIT.json or both.")
    if asked.open and not asked.audit:
        raise BadInput("--open puts the secret into the audit file: name it with --audit.")


def _clusters(spec: AllocationSpec, path: Path) -> Data:
    return read_csv(read(path), missing=spec.missing, labels=spec.labels)


def _seal(spec: AllocationSpec, clusters: Data | None, path: Path) -> int:
    if path.exists():
        raise BadInput(f"{path} is there already. A second secret would be a second chance: use the first.")
    secret = Secret.new()
    scheme = spec.scheme(clusters)
    if isinstance(scheme, Constrained):
        for warning in scheme.space("a trial draw, from no secret").validity.warnings:
            _say(warning)
    commitment = seal(scheme, secret)
    write_new(path, as_text({"seed": secret.seed, "salt": secret.salt, "commitment": commitment}))
    _say(f"The secret is in {path}. Keep it locked away until every cluster has been told its arm.")
    _say(f"Publish this before you allocate: {commitment}")
    return 0


def _allocate(spec: AllocationSpec, clusters: Data, asked: argparse.Namespace) -> int:
    keep_apart([asked.spec, asked.clusters, asked.secret], [path for path in (asked.out, asked.audit) if path])
    secret, sealed = _secret(asked.secret)
    scheme = spec.scheme(clusters)
    if seal(scheme, secret) != sealed:
        raise BadInput("The rules or the clusters are not those that were sealed: the commitment does not fit them.")
    found = allocation.allocate(scheme, secret)
    if asked.audit:
        write(asked.audit, audit_text(found, opened=asked.open), private=not asked.open)
    if asked.out:
        write(asked.out, _csv(spec, found), private=True)
    for line in _lines(spec, clusters, found):
        _say(line)
    return 0


def _secret(path: Path) -> tuple[Secret, str]:
    text = read_text(path)
    try:
        found = json.loads(text)
        seed, salt, commitment = (str(found[key]) for key in ("seed", "salt", "commitment"))
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise BadInput(f"{path} is not a secret made with --new-secret.") from problem
    return Secret(seed, salt), commitment


def _csv(spec: AllocationSpec, found: Allocation) -> str:
    for name in found.arms:
        if name.startswith(("=", "+", "-", "@")):
            raise BadInput(f"The cluster {name} begins with {name[0]}: a spreadsheet would take it for a formula.")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([spec.cluster, "arm"])
    writer.writerows(found.arms.items())
    return text.getvalue()


def _lines(spec: AllocationSpec, clusters: Data, found: Allocation) -> list[str]:
    lines = [spec.title, "", found.describe()]
    if found.space is not None:
        low, high = found.space.validity.range
        lines.append(f"Any two clusters are together in {low:.0%} to {high:.0%} of the accepted allocations.")
    lines += found.notes
    rows = balance_of(found.arm, spec, clusters)
    if rows:
        lines += ["", f"{'Standardised difference':<40} {'intervention':>12} {'control':>12}"]
        lines += [_balance(row) for row in rows]
    return lines


def _balance(row: BalanceRow) -> str:
    arms = f"{row.intervention_mean:>12.4g} {row.control_mean:>12.4g}"
    return f"{row.standardised:+.2f}  {row.covariate:<33} {arms}"


def _verify(path: Path, commitment: str | None) -> int:
    found = verify(read_text(path), published=commitment)
    for finding in found.findings:
        _say(finding)
    if found.ok:
        replayed = "and the arms come again from its secret" if found.replayed else NOT_REPLAYED
        _say(f"The audit file is whole, {replayed}.")
    return 0 if found.ok else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="alongside allocate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("spec", type=Path, nargs="?", metavar="SPEC.toml", help="the rules")
    parser.add_argument("clusters", type=Path, nargs="?", metavar="CLUSTERS.csv", help="a row for each cluster")
    parser.add_argument("--new-secret", type=Path, metavar="SECRET.json", help="make a secret and print its commitment")
    parser.add_argument("--secret", type=Path, metavar="SECRET.json", help="allocate with this secret")
    parser.add_argument("--out", type=Path, metavar="ALLOCATION.csv", help="write the arm of each cluster there")
    parser.add_argument("--audit", type=Path, metavar="AUDIT.json", help="write the audit file there")
    parser.add_argument("--open", action="store_true", help="put the secret into the audit file")
    parser.add_argument("--verify", type=Path, metavar="AUDIT.json", help="check an audit file")
    parser.add_argument("--commitment", metavar="SHA256", help="what was published, to verify against")
    return parser.parse_args(arguments)
