# implements: FR-1
def answer(request):
    """Answers a request (FR-1), unless the tool is out: FR-2."""
