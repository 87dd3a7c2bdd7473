OK_FORMAT = True

test = {   'all_or_nothing': True,
    'name': 'lead',
    'points': 2,
    'suites': [   {   'cases': [   {   'code': ">>> assert lead(vote.votes[:1]) == vote.votes[0].count, 'there is no second answer here'\n>>> assert 0 <= lead(vote.votes) < 12\n",
                                       'hidden': False,
                                       'locked': False}],
                      'scored': True,
                      'setup': '',
                      'teardown': '',
                      'type': 'doctest'}]}
