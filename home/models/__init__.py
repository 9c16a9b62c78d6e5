"""All models of the app, where Django looks for them; here stand the page types of no subject of their own."""

from home.accessibility.models import AccessibilityAudit
from home.estimator.models import EstimatorPage
from home.facts.models import DatedFact
from home.models.home_page import HomePage
from home.models.standard_page import StandardPage
from home.questions.models import Question, QuestionsPage, QuestionTheme
from home.ways.models import WayPage

__all__ = [
    "AccessibilityAudit",
    "DatedFact",
    "EstimatorPage",
    "HomePage",
    "Question",
    "QuestionTheme",
    "QuestionsPage",
    "StandardPage",
    "WayPage",
]
