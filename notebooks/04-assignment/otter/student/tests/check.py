OK_FORMAT = True

test = {   'all_or_nothing': True,
    'name': 'check',
    'points': 3,
    'suites': [   {   'cases': [   {   'code': '>>> assert is_right(checked.answer)\n'
                                               ">>> assert not is_right('3 and 5')\n"
                                               ">>> assert checked.stop_reason == 'check_passed', 'the search ends with the first answer that passes'\n"
                                               '>>> assert checked.usage.calls <= 16\n',
                                       'hidden': False,
                                       'locked': False}],
                      'scored': True,
                      'setup': '',
                      'teardown': '',
                      'type': 'doctest'}]}
