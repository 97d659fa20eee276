"""Drives a Jira as Python's jira does (API v2). Prints what it did as JSON.

    python3 python_jira.py <url>
"""

import json
import sys

from jira import JIRA
from jira.exceptions import JIRAError

jira = JIRA(server=sys.argv[1], basic_auth=("asmith", "secret"), max_retries=0)
base = {"project": {"key": "NET"}, "issuetype": {"name": "Incident"}}
done = []


def did(what, result=None):
    done.append(what)
    return result


def status_of(act):
    try:
        act()
    except JIRAError as error:
        return error.status_code
    return "no error"


did("server", jira.server_info())
did("myself", jira.myself())
did("fields", jira.fields())
first = did("create", jira.create_issue(fields={**base, "summary": "made by Python", "labels": ["theirs"]}))
more = did("bulk", jira.create_issues([{**base, "summary": f"more {number}", "labels": ["theirs"]} for number in (1, 2, 3)]))
created = [first.key] + [one["issue"].key for one in more]
did("update", first.update(fields={"priority": {"name": "High"}}))
did("comment", jira.add_comment(first, "Seen."))
did("comments", jira.comments(first))
transitions = did("transitions", jira.transitions(first))
did("transition", jira.transition_issue(first, transitions[0]["id"]))
did("watch", jira.add_watcher(first, "asmith"))
did("link", jira.create_issue_link("Blocks", created[0], created[1]))
found = [issue.key for issue in jira.search_issues("project = NET AND labels = theirs ORDER BY key", maxResults=0, fields="summary")]
did("search over pages")
errors = {"missing": status_of(lambda: jira.issue("NET-99999")), "refused": status_of(lambda: jira.create_issue(fields=base))}
print(json.dumps({"done": done, "created": created, "found": found, "errors": errors}))
