"""What the people of the demonstration propose to one another, in both languages and in Easy Read."""

from dataclasses import dataclass

from governance.platform.texts import Texts

NAME_EN = "Example Citizen Directed Co-operative (demonstration)"
NAME_CY = "Cydweithfa Enghreifftiol (arddangosiad)"
PLACE = "Neuadd Enghreifftiol (Example Hall), 1 Stryd y Farchnad, Llanrwst"
LINK = "https://meeting.demo.example/cyfarfod"


@dataclass(frozen=True, slots=True)
class Proposal:
    """``purposes``: what it lets funds spend on, ``up_to`` so many pence in all."""

    title: Texts
    text: Texts
    purposes: tuple[str, ...] = ()
    up_to: int | None = None


NEW_RULES = Texts(
    en="That rules 5 and 34 be changed: the end of the financial year, and support for members' motions",
    cy="Bod rheolau 5 a 34 yn cael eu newid: diwedd y flwyddyn ariannol, a chefnogaeth i gynigion aelodau",
    en_easy="Should we change two of our rules?",
    cy_easy="A ddylem newid dwy o'n rheolau?",
)
"""What the first annual meeting changes in the rules; the text is made from the change."""

SHARED_BANK = Proposal(
    Texts(
        en="That the co-operative set up a shared bank of personal assistants for emergency cover",
        cy="Bod y gydweithfa yn sefydlu banc cynorthwywyr personol i'w rannu ar gyfer argyfwng",
        en_easy="Should we have a list of personal assistants who can help in an emergency?",
        cy_easy="A ddylem gael rhestr o gynorthwywyr personol sy'n gallu helpu mewn argyfwng?",
    ),
    Texts(
        en="Members who lose their usual assistant at short notice may call on the bank. "
        "The board reports on it to every annual general meeting.",
        cy="Caiff aelodau sy'n colli eu cynorthwyydd arferol ar fyr rybudd alw ar y banc. "
        "Bydd y bwrdd yn adrodd arno i bob cyfarfod cyffredinol blynyddol.",
        en_easy="If your assistant cannot come, you can ask someone on the list.",
        cy_easy="Os na all eich cynorthwyydd ddod, gallwch ofyn i rywun ar y rhestr.",
    ),
)

MEMBERS_DAYS = Proposal(
    Texts(
        en="That the co-operative hold a members' day in every county each year",
        cy="Bod y gydweithfa yn cynnal diwrnod i aelodau ym mhob sir bob blwyddyn",
        en_easy="Should we have a day out for members near where you live?",
        cy_easy="A ddylem gael diwrnod i aelodau yn agos at eich cartref?",
    ),
    Texts(
        en="Each day shows members what direct payments can do and lets them meet one another. Travel and a personal "
        "assistant's hours on the day are paid from the members' fund, up to £40 for each member.",
        cy="Bydd pob diwrnod yn dangos i aelodau beth y gall taliadau uniongyrchol ei wneud ac yn gadael iddynt "
        "gyfarfod â'i gilydd. Telir am deithio ac oriau cynorthwyydd personol ar y diwrnod o gronfa'r aelodau, hyd at "
        "£40 i bob aelod.",
        en_easy="You meet other members. You learn about direct payments. We pay for your travel and your assistant.",
        cy_easy="Cewch gwrdd ag aelodau eraill. Cewch ddysgu am daliadau uniongyrchol. "
        "Byddwn yn talu am eich teithio a'ch cynorthwyydd.",
    ),
)

SPOKEN_PAPERS = Proposal(
    Texts(
        en="That the papers of every general meeting also come as a recording",
        cy="Bod papurau pob cyfarfod cyffredinol hefyd yn dod fel recordiad",
        en_easy="Should you be able to listen to our papers?",
        cy_easy="A ddylech allu gwrando ar ein papurau?",
    ),
    Texts(
        en="Whoever asks for it hears the papers read aloud, in Welsh or in English, on the day they are sent.",
        cy="Caiff pwy bynnag sy'n gofyn glywed y papurau'n cael eu darllen, yn Gymraeg neu yn Saesneg, ar y diwrnod "
        "yr anfonir hwy.",
        en_easy="Somebody reads the papers aloud. You can listen at home.",
        cy_easy="Bydd rhywun yn darllen y papurau'n uchel. Gallwch wrando gartref.",
    ),
)

ACCOUNTS = Texts(
    en="Accounts and reports for the year",
    cy="Cyfrifon ac adroddiadau am y flwyddyn",
    en_easy="How we spent our money",
    cy_easy="Sut y gwariwyd ein harian",
)
SCHEME = Texts(
    en="Report on the direct payment scheme",
    cy="Adroddiad ar y cynllun taliadau uniongyrchol",
    en_easy="How direct payments are going",
    cy_easy="Sut mae taliadau uniongyrchol yn mynd",
)
AUDITOR = Texts(
    en="Appointing an independent accountant",
    cy="Penodi cyfrifydd annibynnol",
    en_easy="Who should check our money",
    cy_easy="Pwy ddylai wirio ein harian",
)
YEARLY = (ACCOUNTS, SCHEME, AUDITOR)
