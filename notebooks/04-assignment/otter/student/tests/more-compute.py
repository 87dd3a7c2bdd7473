OK_FORMAT = True

test = {   'all_or_nothing': True,
    'name': 'more-compute',
    'points': 2,
    'suites': [   {   'cases': [{'code': '>>> assert 1 <= right <= 16\n>>> assert 1 <= enough <= 16\n>>> assert o1magic.pass_at_k(16, right, enough) >= 0.9\n', 'hidden': False, 'locked': False}],
                      'scored': True,
                      'setup': '',
                      'teardown': '',
                      'type': 'doctest'}]}
