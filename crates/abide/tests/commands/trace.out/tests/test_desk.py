def test_fr_1_is_answered():
    pass


# verifies: FR-9
