"""The messages that the page's own scripts say: they are sent with the page, in its language (row N20)."""

from backend.web.texts import Texts, mark

SAID = (
    mark("{day}, {time}"),
    mark("{day}: nothing free"),
    mark("{minutes} min"),
    mark("{minutes} min, {price}"),
    mark("A service that you chose is not offered any more. Please choose again."),
    mark("Afternoon"),
    mark("Anyone"),
    mark("Day"),
    mark("Earlier"),
    mark("Evening"),
    mark("Finish booking in {time}"),
    mark("Free times on {day}"),
    mark("Later"),
    mark("Morning"),
    mark("Move to {time}?"),
    mark("Next free day: {day}"),
    mark("Nothing chosen yet"),
    mark("Nothing is free."),
    mark("Nothing is free on {day}."),
    mark("Please choose a time."),
    mark("Please choose at least one service."),
    mark("Please sign in again."),
    mark("Please tell us your name."),
    mark("Signed in as {name}"),
    mark("Somebody else was quicker with this time. Please choose another one."),
    mark("Somebody whom you chose does not do this any more. Please choose again."),
    mark("Something went wrong. Please try again."),
    mark("Team member"),
    mark("The code is wrong or has expired."),
    mark("There is no connection. Please try again."),
    mark("This appointment cannot be changed any more."),
    mark("This appointment was changed meanwhile. Please load the page again."),
    mark("This code was tried too often. Please ask for a new code."),
    mark("This is not a phone number that takes text messages."),
    mark("This is not an email address."),
    mark("This time cannot be booked any more. Please choose another one."),
    mark("Time is up"),
    mark("Time is up: please choose a time again"),
    mark("Too many tries. Please wait {minutes} min."),
    mark("Total"),
    mark("We sent a code to {number}. It works for 10 minutes."),
    mark("We sent a new code."),
    mark("When"),
    mark("Where"),
    mark("With"),
    mark("Your appointment is cancelled."),
    mark("Your appointment is now on {time}."),
    mark("Your new time is {time}."),
    mark("Your ten minutes are over, and nothing is booked yet. Please choose a time again."),
    mark("still free"),
)


def words(texts: Texts) -> dict[str, str]:
    """By the English message, what is said in this language; nothing where that is the same."""
    said = {message: texts.tr(message) for message in SAID}
    return {message: translated for message, translated in said.items() if translated != message}
