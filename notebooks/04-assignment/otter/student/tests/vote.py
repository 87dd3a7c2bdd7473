OK_FORMAT = True

test = {   'all_or_nothing': True,
    'name': 'vote',
    'points': 3,
    'suites': [   {   'cases': [   {   'code': ">>> assert vote.config.strategy == 'self_consistency'\n"
                                               ">>> assert vote.usage.calls == 12, 'each chain is one call'\n"
                                               ">>> assert vote.single == one.answer, 'the first chain of the vote is the chain above'\n"
                                               ">>> assert vote.answer == vote.votes[0].answer, 'the answer with most votes is chosen'\n",
                                       'hidden': False,
                                       'locked': False}],
                      'scored': True,
                      'setup': '',
                      'teardown': '',
                      'type': 'doctest'}]}
