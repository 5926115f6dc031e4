# Runs Python samples of the reference, one JSON line each; says what each one printed.
import json
import sys
import traceback

for line in sys.stdin:
    printed = []
    try:
        exec(compile(json.loads(line)["code"], "sample.py", "exec"), {"print": printed.append})
        said = {"answer": printed[0]}
    except Exception:
        said = {"failure": traceback.format_exc()}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
