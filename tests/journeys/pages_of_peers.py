"""The pages of buddies, of groups, and of asking and thanking people; read as pages.py says."""

BUDDIES = """
peers:hub | coordinator | asks for a hand
peers:buddies | coordinator | worry to look at
peers:wish wish | coordinator | Ask them both
peers:together breathing_team | coordinator | would have a buddy
peers:match match | coordinator | all the calls were made
peers:worry worry | coordinator | ring 999 first | words= | Note it | Write what was done
peers:close_worry worry | coordinator | What became of it? | outcome= | Close it | Write what became of it
peers:approve breathing_team | coordinator | They ring nobody before | | Approve | Choose who it is
peers:buddy helper | coordinator | All checks are there | on_day=x | Note it | Enter a real date
peers:end helper | coordinator | This cannot be taken back
peers:meeting breathing_team | coordinator | Not what was said | on_day=x | Note it | Choose who was there
peers:mine | buddy | What to keep to
peers:about | buddy | happy for them to read | wished=0 | Save | Write 1 or more
peers:call call | buddy | Did you talk? | minutes=many | Save | Write a whole number
peers:raise_worry match | buddy | Something worries me | worry= | Tell the coordinator | Write what worries you
peers:yours rosa | rosa | rings you on
peers:yours priya | priya | no medical advice | *topics | Ask for a buddy | Choose one of these
"""

GROUPS = """
peers:groups rosa | rosa | They are thinking of you
peers:groups priya | priya | Start a group
peers:start_group priya | priya | Leave out phone numbers | name= | Go on to where and when | Write what it is called
peers:join_group priya walk | priya | They see nothing else | called= | I would like to come | Write a name
peers:group comes | rosa | Winston: thinking of you
peers:group comes | daughter | They are coming
peers:group runs | winston | A room for when it rains
peers:group_how comes | rosa | Remind me of days | called= | Save | Write a name
peers:group_leave comes | rosa | come back whenever you like
peers:group_what runs | winston | can be seen at once | about= | Save | Write a sentence or two
peers:group_where runs | winston | tell them too | postcode=LS1 | Save | Enter a full postcode
peers:group_off runs ?on=2026-01-06 | winston | does not meet on Tue 6 Jan
peers:group_with runs | winston | say yes or no themselves | | Ask them | Choose who it is
peers:group_support runs | winston | That takes some days | words= | Send | Write what would help
peers:group_end runs | winston | This cannot be taken back
peers:group_desk | coordinator | A pot of soup
peers:group_read soup | coordinator | How they like to do things | words= | Send it back to them | Write what has to
peers:group_read walk | coordinator | Winston
peers:group_close soup | coordinator | Ring those who run it first
peers:group_take_out runs comes | winston | Talk with them first
peers:group_answer support | coordinator | A room for when it rains | answer= | Send the answer | Write what you do
"""

ASKING = """
portal:questions questions_token | rosa by link | reads every answer | | Send | Answer at least one
portal:questions told_token | rosa by link | There are chairs with arms now
peers:asked rosa | rosa | The foot care leaflet
peers:questions invitation | rosa | You need not answer every question | | Send | Answer at least one
peers:reference | coordinator | Tea at reunions
peers:put_in_reference breathing_team | coordinator | Nobody who did a course is left | | Note it | Choose who it is
peers:new_questions breathing_team | coordinator | Promise no more | title= | Go on to the questions | Write what
peers:change_questions draft | coordinator | Promise no more | why= | Save | Write what is to be decided
peers:questionnaire draft | coordinator | Nobody may be asked just now | words= | Add it | Write the question
peers:questionnaire asked | coordinator | Not answered yet
peers:questionnaire told | coordinator | 2 of 3 | happened= | Save | Write what happened
peers:type_in asked unasked | coordinator | Read this to them first | | Put it in | Answer at least one
peers:coproduction | coordinator | people do more of it
peers:coproduction ?on=2020-01-01 | commissioner | Nothing has moved so far
peers:add_activity breathing_team ?of=buddies | coordinator | they may see it | name= | Put it on the map | Write what
peers:activity activity | coordinator | professionals alone | on_day=x | Note where it stands | Enter a real date
peers:volunteers | coordinator | Nobody has thanked them
peers:volunteer breathing_team volunteer | coordinator | student nurses | on_day=x | Note it | Choose what it was
peers:thank breathing_team volunteer | coordinator | what it did | words= | Send it | Write what you thank them for
peers:journey | buddy | You made somebody laugh
"""
