"""Every page, one a line: its address and what of the scene it is about | who opens it | words that stand on it.

A page with a form goes on: | what is typed | the button that sends it | what is then said. Something typed is
`name=value`; `*name` spoils a choice, so that it offers what is not on offer, as a page changed by hand would.
`-> 404` says that the page comes with another status than 200. Who "… by link" has given the date of birth.
"""

from tests.journeys.pages_of_peers import ASKING, BUDDIES, GROUPS
from tests.journeys.table import rows

OWN = """
portal:home | stranger | alongside you
portal:home | nobody | Nothing here yet
portal:person rosa | rosa | Walk to the shop
portal:person winston | winston | You have no goals yet
portal:said rosa | rosa | Breathing
portal:prepare_start over | rosa | has begun, or is over
portal:prepare_own appointment most | rosa | most important | words=TOO_LONG | Send to my care team | Use 1000
people:seen_by rosa ?page=2 | rosa | Newer
people:sharing rosa | rosa | Westhaven Breathing Team
people:share winston | winston | Which team? | until_year=2020 | Share my plan | That day is past
people:add_carer rosa | rosa | Their e-mail | name=Ann, email=rosa@example.org | Ask them | your own account
people:asked | nobody | Nobody is waiting for your answer
people:asked | winston | Yes, I will
people:contact winston | winston | How shall we send | postcode=LS1 | Save | Enter a full postcode
people:ask_erasure winston | winston | You asked
interop:export rosa | rosa | Fewer takeaways
"""

FIND = """
portal:find | stranger | Or look round | near=Narnia, words=choir | Find | We do not know that place
portal:find ?words=lonely&near=M33+7ZF | stranger | Sandpiper Lunch Club
portal:find ?words=lonely&near=M33+7ZF | rosa | Save for later
portal:find ?words=unicycles&near=M33+7ZF | stranger | We found nothing good for that
portal:find ?words=I+want+to+die&near=M33+7ZF | stranger | Samaritans
portal:heading moving ?near=M33+7ZF | stranger | Walking groups
portal:local_list company ?near=M33+7ZF | stranger | Sandpiper Lunch Club
portal:local_list company ?near=M33+7ZF&large=1 | stranger | ask before you go
portal:service lunch ?words=lonely&near=M33 | stranger | Anybody over 55. From 55 years
portal:service lunch | rosa | with pudding
portal:report lunch | stranger | What is wrong? | words=gone | Send | Choose what is wrong
"""

BY_LINK = """
portal:chosen chosen_token | rosa by link | How did it go?
portal:chosen_more chosen_token stuck went | rosa by link | Did it help? | *became | It helped | Choose the answer
portal:chosen_more chosen_token stuck stopped | rosa by link | What got in the way?
portal:chosen_thanks chosen_token | rosa by link | Tuesday Walkers
portal:door prepare_token | stranger | What is your date of birth? | BORN | Continue | That is not the date we
portal:door locked_token -> 410 | stranger | This link is locked
portal:door ended_token -> 410 | stranger | This link has run out
portal:door not-a-link-of-ours -> 404 | stranger | We do not know this link
portal:prepare prepare_token mind | rosa by link | Loneliness | *areas | Continue | Please choose from the list
portal:prepare prepare_token results | rosa by link | Last time 64
portal:prepare prepare_token how-much | rosa by link | Breathing | words_sleep=TOO_LONG | Continue | Use 1000 characters
portal:prepare prepare_token matter | rosa by link | Make this first | *wish_sleep | Continue | Choose one of the four
portal:prepare prepare_token most | rosa by link | most important | words=TOO_LONG | Send to my care team | Use 1000
portal:prepare prepare_token done | rosa by link | Sent to your care team
portal:prepare visit_token mind | rosa by link | has begun, or is over
portal:prepare worried_token how-much | priya by link | Samaritans
portal:course course_token | rosa by link | Westhaven Hall
portal:course alone_token | rosa by link | this time is yours
portal:course_turn alone_token alone | rosa by link | It stays so unless you choose | | Choose | Choose a time
portal:course_leave course_token | rosa by link | Why can you not come? | | Give it back | Choose one of these
portal:check_in check_in_token going | rosa by link | Fewer takeaways | *going | Going well | answer that is nearest
portal:check_in answered_token sure | rosa by link | Last number: 6 | | Continue | Choose a number, or skip this
portal:check_in answered_token days | rosa by link | last 7 days | *days_done | Continue | Choose one of these
portal:check_in answered_token more | rosa by link | Anything you want | words=TOO_LONG | Finish | Use 2000 characters
portal:check_in answered_token thanks | rosa by link | will call you
"""

PLAN = """
plans:plan rosa | rosa | My allotment
plans:plan winston | winston | My Health Plan
plans:plan priya | other_gp | Samaritans
plans:booklet rosa | rosa | walk to the corner
plans:booklet rosa ?large=1 | rosa | walk to the corner
plans:text rosa | nurse | paste it into any record system
plans:services rosa | rosa | Sale Sandpipers
plans:services winston | winston | Nothing saved yet
plans:became saved | rosa | What happened? | | Save | Choose what is nearest
plans:tell saved | rosa | nothing about your health
plans:coming coming_token | stranger | Somebody would like | *says | Yes, we expect them | Choose one of the three
plans:coming not-a-token -> 410 | stranger | This link has run out
plans:scales rosa | rosa | to the shop twice a week
plans:shared | breathing_nurse | Rosa Ashworth
plans:what_matters rosa | rosa | What matters most to me | words=TOO_LONG | Save | Use 2000 characters or fewer
plans:review rosa | rosa | When shall we look | on_year=2020 | Save | Choose today or a day after it
plans:add_sign rosa | rosa | What I watch for | what_to_do=ring | Save | Write the sign to watch for
plans:sign rosa sign | rosa | Take this out of the plan | what_to_do= | Save | Write what you agreed to do
plans:add_contact rosa | rosa | How they help | phone=01632 960 002 | Save | Write who it is
plans:contact rosa contact | rosa | Take this out of the plan | name= | Save | Write who it is
plans:add_goal rosa | nurse | A goal, together | words=swim, where=baths | Save this goal | Choose a number from 0
plans:goal goal | rosa | The hill is steep but I met Jean
plans:goal achieved | rosa | Achieved
plans:change_goal goal | rosa | Change this goal | words= | Save this goal | Write the goal in a few words
plans:would_raise goal | rosa | What would make it a 7? | | Save | Write what would help
plans:end_goal goal | rosa | What became of it? | | Save | Choose what became of the goal
plans:answer goal | nurse | On how many of the last 7 days? | words=fine | Save | Choose how it is going
plans:levels goal | rosa | Much better than expected | expected= | Save | Describe what you expect
plans:reached goal | rosa | to the shop twice a week | | Save | Choose the nearest level
"""

AT_WORK = """
agenda:desk | nurse | A message did not reach these people
agenda:book ?found=1 | receptionist | Rosa Ashworth | words= | Find | Enter a name, a date of birth
agenda:book_for rosa | receptionist | 24-hour clock | day_day=3, time=ten | Book | Enter a time like
agenda:appointment appointment ?help=1 | receptionist | Samaritans
agenda:appointment fresh | receptionist | They have not said yes to messages
agenda:move appointment | receptionist | new link | day_year=2020, time=10:20 | Move | Enter a real date
agenda:paper appointment | receptionist | Tick what is on your mind
agenda:type appointment | receptionist | Use their own words | | Save and send | Nothing is filled in yet
consultation:visit visit | nurse | Get through a night
consultation:visit closed | nurse | Closed
consultation:visit worried_visit | other_gp | Samaritans
consultation:nearby rosa | link_worker | Find help near
consultation:nearby rosa | nurse | Nearby
consultation:given rosa given | nurse | Sandpiper Lunch Club
consultation:stuck | link_worker | Tuesday Walkers
directory:round | steward | Sandpiper Lunch Club
directory:record lunch | steward | The door was shut | name= | Save | Write its name
directory:same | steward | Sandpiper Lunch-Club
directory:ours | coordinator | Sale Sandpipers
directory:our_record choir | coordinator | Or put it right | name= | Save | Write its name
directory:missing | commissioner | unicycle club
directory:yours yours_token | stranger | Is this still right? | name= | Save | Write its name
directory:yours not-a-token -> 410 | stranger | This link has run out
worklist:list | nurse | Ring about the walking group
worklist:task task | gp | Before noon | done-outcome=TOO_LONG | It is done | Use 300 characters or fewer
"""

COURSES = """
programmes:running | coordinator | sessions lack a tutor
programmes:running | winston | Thinking about it
programmes:plan breathing_team | coordinator | Bank holidays are skipped | day_day=3, time=ten | Set up | Choose a room
programmes:add_venue breathing_team | coordinator | Has a hearing loop | name= | Add | Write what the room is called
programmes:change_tutor breathing_team own_tutor | coordinator | stay as they were | pay=lots | Save | Write an amount
programmes:tutors breathing_team | coordinator | £32.50 a session | most_a_week=x | Approve | Write a whole number
programmes:cohort cohort | coordinator | no clinical tutor
programmes:session session | coordinator | nobody yet
programmes:session alone | coordinator | Who comes when
programmes:turn_of alone alone_place | coordinator | Choose another time | *turn | Choose | Somebody has that time
programmes:tutor session clinical | coordinator | and is willing to lead 2 | | Choose | Choose one of these
programmes:without session | coordinator | Why does it go ahead | why= | Go ahead | Write why it goes ahead
programmes:move session | coordinator | has a place is told | day_year=2020, time=10:20 | Move | That is in the past
programmes:cancel session | coordinator | Can it be moved instead?
programmes:cancel_cohort cohort | coordinator | They lose their places
programmes:register alone | coordinator | 5pm
programmes:give_back cohort place | coordinator | told nothing | | Give the place back | Choose one of these
programmes:rang cohort | coordinator | can read that you looked | given_name= | Find | Enter the first name
programmes:register session | lay_tutor | Rosa Ashworth
programmes:note session | lay_tutor | What did you get to? | words=TOO_LONG | Save | Use 500
programmes:catch_up cohort place session | coordinator | Make up for a session | *how | Arrange it | Choose one of these
programmes:costs cohort | coordinator | is written down by itself | pounds=nothing | Write it down | Write an amount
programmes:versions breathing_team | coordinator | Our shorter one
programmes:vary breathing_team mini | coordinator | Write 0 minutes | minutes_1=many | Keep it | Write a whole number
programmes:hours | lay_tutor | When can you, as a rule | most_a_week=0 | Save | Write 1 or more
programmes:away | lay_tutor | looks for somebody else | first_year=2020 | Save | Enter
programmes:plan_term breathing_team | coordinator | nobody is told anything yet | first_day=1 | Propose it | Enter
programmes:term term | coordinator | It lacked only a clinical tutor
programmes:learn | nurse | not begun
programmes:module_page goal_setting 2_how_sure | nurse | What would make it a 7 | | Done | Choose an answer
programmes:note_training elm_bank | manager | was not set up here | on_day=x | Note it | Choose who it is
programmes:reach | commissioner | Self-Management Programme
programmes:reach_of self_management ?by=age | coordinator | of the step before
programmes:teams | improver | Harbour Road Practice
programmes:coverage elm_bank | nurse | Only your own team sees these names
programmes:ours | nurse | Only your own team sees these names
programmes:target elm_bank | manager | keeps going by itself | percent=120 | Save | Write a number from 1 to 100
programmes:teaching | lay_tutor | Getting to know each other
programmes:offers winston | winston | Thinking about it
programmes:offers rosa | nurse | Moving on together
programmes:decline winston moving_on | winston | What makes it hard? | *barrier | Save | Choose one of these
programmes:place place | rosa | Bus 41
programmes:place alone_place | rosa | Choose another time
programmes:turn alone_place alone | rosa | It stays so unless | | Choose | Choose a time
programmes:leave place | rosa | Why can you not come? | | Give it back | Choose one of these
"""

PEOPLE = """
people:find ?found=1 | manager | Ashworth, Rosa | words= | Find | Enter a name, a date of birth
people:add | receptionist | They said yes to messages | given_name=Ann, nhs_number=123 | Register | Check the NHS number
people:details rosa | manager | Likes to be called | given_name= | Save | Enter the first name
people:carers rosa | manager | Stop at once
people:erase winston | manager | This cannot be undone | | Do this now | Choose what shall be done
people:organisations | administrator | Tuesday Walkers
people:vacancies | commissioner | Harbour Road Practice
people:organisation elm_bank | manager | End this role
people:organisation harbour_road | commissioner | Vacant: nobody is named
people:organisation_details elm_bank | manager | Name, phone and address | name= | Save | Enter
people:add_organisation economy | administrator | Add a practice or team | name= | Add | Enter
people:duty elm_bank owner | manager | leave it vacant | *user | Save | Choose one of these
people:reset_second_factor elm_bank membership | manager | Reset their second step
people:add_member elm_bank | manager | What would a patient call | email=ann@ | Add and invite | Enter an e-mail address
"""

SIGNING_IN = """
demo:cast | stranger | Be Amina
account_login | stranger | Continue to NHS login | login=ann@example.org | Sign in | is required
account_inactive | stranger | This account is closed
account_reset_password | stranger | Choose a new password | email=ann@ | Send me a link | valid email
account_reset_password_done | stranger | Look in your e-mail
account_reset_password_from_key newcomer_id newcomer_key | stranger | Choose | SHORT | Keep this password | at least
account_reset_password_from_key newcomer_id old-key | stranger | no longer works
account_reset_password_from_key_done | stranger | Your password is set
openid_connect_login nhs-login | stranger | Continue to NHS login
openid_connect_callback nhs-login -> 401 | stranger | did not work
socialaccount_login_cancelled | stranger | You stopped signing in
account_logout | no password | Sign out?
account_set_password | no password | Choose a password | SHORT | Keep this password | at least
mfa_authenticate | half way | One more step | code=000000 | Sign in | That code did not work
mfa_index | without | a password alone is not enough
mfa_activate_totp | without | Letters to type | code=000000 | Use this app | That code did not work
account_change_password | with | Password you have now | oldpassword=wrong | Keep this password | current password
account_reauthenticate | with | Is it still you? | password=wrong | Continue | That is not your password
mfa_reauthenticate | with | From your authenticator app | code=000000 | Continue | That code did not work
mfa_index | with | See the codes left
mfa_deactivate_totp | with | Stop using the app?
mfa_view_recovery_codes | with | Your recovery codes
mfa_generate_recovery_codes | with | will stop working
mfa_list_webauthn | with | my phone
mfa_add_webauthn | with | Let it sign me in without my password
mfa_remove_webauthn passkey | with | Remove this passkey?
mfa_reauthenticate_webauthn | with | Use a passkey
"""

# These answer with a file, lead on, or take only what is sent; a test sees that they do.
NO_PAGE = """
health | stranger | ok
health_of_messages -> 503 | stranger | late
portal:calendar_own appointment | rosa | BEGIN:VCALENDAR
portal:calendar prepare_token | rosa by link | BEGIN:VCALENDAR
interop:export_bundle rosa | rosa | "Bundle"
mfa_login_webauthn -> 302 | stranger |
demo:be rosa -> 405 | stranger |
people:end_membership elm_bank membership -> 405 | manager |
agenda:cancel appointment -> 405 | receptionist |
agenda:missed appointment -> 405 | receptionist |
agenda:send_link appointment -> 405 | receptionist |
agenda:consent appointment -> 405 | receptionist |
consultation:start appointment -> 405 | nurse |
consultation:see_now rosa elm_bank -> 405 | nurse |
consultation:dispose rosa -> 405 | nurse |
consultation:raise visit -> 405 | nurse |
consultation:close visit -> 405 | nurse |
plans:ask_now goal -> 405 | rosa |
plans:save rosa -> 405 | rosa |
plans:take_out saved -> 405 | rosa |
portal:tell_us -> 405 | stranger |
programmes:place_calendar place | rosa | BEGIN:VCALENDAR
portal:course_calendar course_token | rosa by link | BEGIN:VCALENDAR
programmes:put_in cohort -> 405 | coordinator |
programmes:end_tutor breathing_team tutor -> 405 | coordinator |
programmes:confirm_all cohort -> 405 | coordinator |
programmes:train_team cohort -> 405 | coordinator |
programmes:confirm session -> 405 | coordinator |
programmes:stand_down session lay -> 405 | coordinator |
peers:said_yes match -> 405 | coordinator |
peers:said_no match -> 405 | coordinator |
peers:take_off wish -> 405 | coordinator |
peers:take_back_check helper helper -> 405 | coordinator |
peers:end_match match -> 405 | coordinator |
peers:answer_as_buddy match -> 405 | buddy |
peers:number_as_buddy match -> 405 | buddy |
peers:withdraw rosa -> 405 | rosa |
peers:answer match -> 405 | rosa |
peers:number match -> 405 | rosa |
peers:leave_reference rosa invitation -> 405 | rosa |
peers:remove_question draft asked -> 405 | coordinator |
peers:open_questions draft -> 405 | coordinator |
peers:close_questions asked -> 405 | coordinator |
peers:end_activity activity -> 405 | coordinator |
peers:take_back_step breathing_team volunteer activity -> 405 | coordinator |
peers:group_list soup -> 405 | coordinator |
peers:group_ask_reunion session -> 405 | coordinator |
peers:group_coming comes -> 405 | rosa |
peers:group_think comes runs -> 405 | rosa |
peers:group_send runs -> 405 | winston |
peers:group_run comes -> 405 | rosa |
peers:group_step_down runs -> 405 | winston |
peers:group_met runs -> 405 | winston |
peers:group_still runs -> 405 | winston |
programmes:put_in_colleague cohort -> 405 | coordinator |
programmes:rate_training cohort session -> 405 | nurse |
programmes:caught_up cohort cohort -> 405 | coordinator |
programmes:remove_cost cohort cohort -> 405 | coordinator |
programmes:end_version breathing_team variant -> 405 | coordinator |
programmes:come_back cohort -> 405 | lay_tutor |
programmes:rate place session -> 405 | rosa |
portal:course_rate course_token session -> 405 | rosa by link |
programmes:set_up_all term -> 405 | coordinator |
programmes:set_up term cohort -> 405 | coordinator |
programmes:join rosa -> 405 | rosa |
programmes:answer rosa moving_on -> 405 | rosa |
"""

# On the one screen a mistake is said in place, which has a test of its own; a place nobody knows is told on the list
# that is made; nothing typed for a passkey can be wrong.
NO_MISTAKE = {
    "programmes:register",
    "consultation:visit",
    "consultation:nearby",
    "portal:chosen",
    "portal:heading",
    "mfa_add_webauthn",
}

PARTS = {
    "own": list(rows(OWN)),
    "find": list(rows(FIND)),
    "by_link": list(rows(BY_LINK)),
    "plan": list(rows(PLAN)),
    "at_work": list(rows(AT_WORK)),
    "courses": list(rows(COURSES)),
    "buddies": list(rows(BUDDIES)),
    "groups": list(rows(GROUPS)),
    "asking": list(rows(ASKING)),
    "people": list(rows(PEOPLE)),
    "signing_in": list(rows(SIGNING_IN)),
}
