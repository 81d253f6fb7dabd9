"""A question as JSON, answered of the workspace that the environment names: `python -m benchmarks.one_answer JSON`."""

import json
import sys

from core.answer import answer
from core.query import Query
from core.store.workspace import Workspace, workspace_home

if __name__ == "__main__":
    workspace = Workspace(workspace_home())
    print(answer(workspace.snapshot(), Query.from_dict(json.loads(sys.argv[1])), workspace.settings).height)
