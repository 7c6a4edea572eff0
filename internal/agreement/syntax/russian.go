package syntax

// Russian is the table of Russian keywords, in the register of treaties and resolutions. "не обязан" is refused: it is read as leave by one
// party and as a prohibition by another.
var Russian = newTable("ru", "русский", [keywords][]string{
	kwVocabulary: {"словарь"}, kwAgreement: {"соглашение"}, kwParty: {"сторона"}, kwBody: {"орган"}, kwPerson: {"лицо"},
	kwOffice: {"должность"}, kwKind: {"вид"}, kwAct: {"действие"}, kwState: {"состояние"}, kwZone: {"зона"}, kwLine: {"линия"},
	kwRoster: {"перечень"}, kwMark: {"срок"}, kwTrack: {"направление"}, kwTerm: {"пункт"}, kwClaim: {"утверждение"}, kwRed: {"красная"},
	kwConcern: {"озабоченность"}, kwPosition: {"позиция"},

	kwUses: {"использует"}, kwDemand: {"требование"}, kwOffer: {"предложение"}, kwAgreed: {"согласовано"}, kwResolution: {"резолюция"},
	kwDated: {"датировано", "датирована", "датирован"}, kwStandard: {"стандарт"}, kwObserved: {"под наблюдением"}, kwSupersedes: {"заменяет"},
	kwIncludes: {"включает"}, kwDisputes: {"споры"}, kwFirst: {"первый"}, kwPartial: {"известно частично"}, kwApplies: {"применяется"}, kwIntended: {"намеренно"},

	kwText: {"текст"}, kwRecital: {"преамбула"}, kwBelief: {"убеждение"}, kwWarning: {"предупреждение"}, kwUnseen: {"содержание неизвестно"},
	kwReading: {"толкование"},

	kwIn: {"в"}, kwAt: {"на момент"}, kwOf: {"из"}, kwFrom: {"с"}, kwUntil: {"по", "до момента когда", "до наступления"}, kwBegins: {"начинается с"},
	kwEnds: {"прекращается с"}, kwPhases: {"этапов"}, kwHolds: {"занимает"}, kwSucceeds: {"является преемником"},
	kwBy: {"не позднее"}, kwTo: {"целью"}, kwBetween: {"между"}, kwForce: {"силе"}, kwLeast: {"менее"}, kwMost: {"более"},
	kwAnd: {"и"}, kwOr: {"или"}, kwNot: {"не"}, kwNo: {"нет"}, kwFor: {"сроком на"}, kwEach: {"каждого", "каждой"},
	kwPair: {"двумя"}, kwThat: {"от"}, kwAccepted: {"сторон", "сторонами"}, kwMember: {"участника"}, kwAs: {"как"},
	kwOtherwise: {"в противном случае"}, kwUnnamed: {"некто"}, kwJointly: {"совместно"}, kwEither: {"либо"}, kwOne: {"один", "одна", "одно"},
	kwMust: {"обязан", "обязаны", "обязана", "обязано"}, kwMay: {"вправе"}, kwAims: {"ставит", "ставят"},
	kwCan:  {"уполномочен", "уполномочены", "уполномочена", "уполномочено"},
	kwKeep: {"сохранять"}, kwBring: {"обеспечить"}, kwAbout: {"наступление"}, kwEnsure: {"добиться"}, kwTerminate: {"прекратить"},
	kwWaive: {"освободить от"}, kwSuspend: {"приостановить"}, kwResume: {"возобновить"}, kwExtend: {"продлить"}, kwMove: {"перенести"},
	kwSucceed: {"заместить"}, kwThrough: {"посредством"}, kwBegin: {"начать"}, kwFinish: {"завершить"},

	kwBefore: {"ранее"}, kwWithin: {"в течение"}, kwDay: {"день", "дня"}, kwUndated: {"без срока"}, kwAny: {"любые", "любой", "любую"},
	kwEvery:   {"каждые", "каждый", "каждую", "каждое"},
	kwRenewed: {"с продлением"}, kwIf: {"если"}, kwOnce: {"с момента когда", "с момента"}, kwWhile: {"все время пока"}, kwUnless: {"кроме случаев когда", "кроме случаев", "кроме случая"},
	kwOnly: {"только"}, kwExcept: {"за исключением"}, kwWith: {"со сроком"}, kwWithout: {"без"}, kwConsent: {"согласия"},
	kwParticipation: {"участием"}, kwJudged: {"с оценкой"}, kwCure: {"устранение"}, kwClock: {"отсчет времени"}, kwStops: {"останавливается"},
	kwRuns: {"продолжается"},

	kwStart: {"начала"}, kwThis: {"это"}, kwBreach: {"факта"}, kwKept: {"исполнено", "исполнена", "исполнен"},
	kwBreached: {"нарушено", "нарушена", "нарушен"}, kwDue: {"подлежит исполнению"}, kwSet: {"назначено", "назначена", "назначен"},
	kwAfter: {"после"}, kwCount: {"число"}, kwCounts: {"считается"}, kwDistinct: {"разных"}, kwSum: {"сумма"}, kwThe: {"течение"},
	kwLast: {"последних"}, kwAnswered: {"учтено"}, kwAccepts: {"принимает"}, kwRejects: {"отклоняет"}, kwReserves: {"оговаривает"},
	kwOn: {"по состоянию на"}, kwSaid: {"заявлено"}, kwIs: {"есть"}, kwKm: {"км"}, kwM: {"м"},

	kwParties: {"стороны"}, kwPlace: {"место"}, kwMeasure: {"величина"}, kwDate: {"дата"},
	kwAlleged: {"сообщается"}, kwCorroborated: {"подкреплено"}, kwVerified: {"проверено"},

	kwByWhom: {"от"}, kwByMuch: {"на"}, kwToWhom: {"к"}, kwOfOffice: {"при"}, kwOfConcern: {"у"}, kwOfList: {"в состоянии"}, kwOfNorm: {"к"},
	kwOfTime: {"после"}, kwOfDay: {"считая с"}, kwOfPlace: {"от"}, kwWithinPlace: {"в пределах"}, kwFromFile: {"из"}, kwForWhom: {"для"},
	kwUntilCond: {"до момента когда", "до наступления"}, kwBeforePoint: {"до"}, kwNotAct: {"не"},
}, []phrase{
	{keys(kwRed, kwLine), words("красная", "линия")},
	{keys(kwFirst, kwDay, kwCounts), words("первый", "день", "считается")},
	{keys(kwAt, kwStart), words("на момент", "начала")},
	{keys(kwIn, kwForce, kwFrom), words("вступает в", "силу", "с")},
	{keys(kwIn, kwForce, kwOnce), words("вступает в", "силу", "с момента когда")},
	{keys(kwIn, kwForce), words("в", "силе")},
	{keys(kwIn, kwForce), words("вступает в", "силу")},
	{keys(kwIn, kwPhases), words("в несколько", "этапов")},
	{keys(kwIn, kwAny), words("за", "любые")},
	{keys(kwIn, kwAny), words("за", "любой")},
	{keys(kwIn, kwAny), words("за", "любую")},
	{keys(kwIn, kwThe, kwLast), words("в", "течение", "последних")},
	{keys(kwResolution, kwOf), words("резолюция", "органа")},
	{keys(kwObserved, kwByWhom), words("под наблюдением", "стороны")},
	{keys(kwAnswered, kwByWhom), words("учтено", "в")},
	{keys(kwText, kwOnly), words("только", "текст")},
	{keys(kwCounts, kwAs), words("считается", "как")},
	{keys(kwAt, kwLeast), words("не", "менее")},
	{keys(kwAt, kwMost), words("не", "более")},
	{keys(kwAt, kwOnce), words("без", "промедления")},
	{keys(kwMust, kwNot), words("не", "вправе")},
	{keys(kwAims, kwTo), words("ставит", "целью")},
	{keys(kwAims, kwTo), words("ставят", "целью")},
	{keys(kwBring, kwAbout), words("обеспечить", "наступление")},
	{keys(kwEnsure, kwThat), words("добиться", "от")},
	{keys(kwEach, kwOf), words("каждый", "из")},
	{keys(kwEach, kwOf), words("каждая", "из")},
	{keys(kwFor, kwEach), words("для", "каждого")},
	{keys(kwFor, kwEach), words("для", "каждой")},
	{keys(kwFor, kwEach, kwMember, kwOf), words("для", "каждого", "участника", "перечня")},
	{keys(kwFor, kwEach, kwParty, kwThat, kwAccepted), words("для", "каждой", "из", "принявших", "сторон")},
	{keys(kwBetween, kwEach, kwPair, kwThat, kwAccepted), words("между", "каждыми", "двумя", "принявшими", "сторонами")},
	{keys(kwBy, kwDay), words("не позднее", "дня")},
	{keys(kwRenewed, kwFor), words("с продлением", "на")},
	{keys(kwWith, kwConsent, kwOf), words("с", "согласия", "стороны")},
	{keys(kwOnly, kwWith, kwConsent, kwOf), words("только", "с", "согласия", "стороны")},
	{keys(kwWithout, kwConsent, kwOf), words("без", "согласия", "стороны")},
	{keys(kwWith, kwParticipation, kwOf), words("с", "участием", "стороны")},
	{keys(kwWith, kwConsent), words("с", "согласия")},
	{keys(kwOnly, kwWith, kwConsent), words("только", "с", "согласия")},
	{keys(kwWith, kwParticipation), words("с", "участием")},
	{keys(kwTo, kwCure), words("на", "устранение")},
	{keys(kwBreach, kwOf), words("факта", "нарушения")},
	{keys(kwCount, kwDistinct), words("число", "разных")},
}, russianUnits, map[string]ModalityWord{
	"должен": Must, "должна": Must, "должно": Must, "должны": Must, "не должен": MustNot, "не должна": MustNot, "не должно": MustNot,
	"не должны": MustNot, "обязуется": Must, "обязуются": Must, "не может": MustNot, "не могут": MustNot, "может": May, "могут": May,
	"не обязан": MustNot, "не обязана": MustNot, "не обязано": MustNot, "не обязаны": MustNot, "запрещено": MustNot, "запрещается": MustNot,
	"разрешено": May, "разрешается": May,
})

var russianUnits = unitForms{
	plural: func(n int) int {
		switch {
		case n%10 == 1 && n%100 != 11:
			return 0
		case n%10 >= 2 && n%10 <= 4 && n%100/10 != 1:
			return 1
		}
		return 2
	},
	plain: map[Keyword][]string{
		kwHours: {"час", "часа", "часов"}, kwDays: {"день", "дня", "дней"}, kwWeeks: {"неделю", "недели", "недель"},
		kwMonths: {"месяц", "месяца", "месяцев"}, kwYears: {"год", "года", "лет"},
	},
	// "в течение 1 часа", "не позднее 3 дней до"
	governed: map[Keyword][]string{
		kwHours: {"часа", "часов", "часов"}, kwDays: {"дня", "дней", "дней"}, kwWeeks: {"недели", "недель", "недель"},
		kwMonths: {"месяца", "месяцев", "месяцев"}, kwYears: {"года", "лет", "лет"},
	},
	agree: map[Keyword]func(Keyword, bool) string{
		kwEvery: func(unit Keyword, number bool) string {
			return gendered(unit, number, "каждые", "каждый", "каждую")
		},
		kwAny: func(unit Keyword, number bool) string {
			return gendered(unit, number, "любые", "любой", "любую")
		},
	},
}

func gendered(unit Keyword, number bool, many, masculine, feminine string) string {
	switch {
	case number:
		return many
	case unit == kwWeeks:
		return feminine
	}
	return masculine
}
