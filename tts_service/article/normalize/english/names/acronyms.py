"""Words in capitals, by how they are spoken. The lists are data; ``letters`` uses them."""

from __future__ import annotations

from tts_service.article.normalize.wordlists import word_set

AS_WORDS = word_set("""
    AIDS AIIMS ANZAC ASCII ASEAN AUKUS AWACS BAFTA BIMSTEC BRICS CAPTCHA CENTCOM CERN COBOL CONCACAF CONMEBOL
    COP COVID DACA DAESH DARPA DOGE EBITDA ECOWAS EPCOT EUROPOL FEMA FIFA FOMO FRONTEX GIF GMAT HAARP ICE IGAD
    INTERPOL ISIL ISIS ISRO JPEG LASER LIBOR MAGA MERCOSUR MERS MOMA NAFTA NASA NASCAR NASDAQ NATO NIMBY NOAA
    NORAD NVIDIA OK OLED OPEC OSHA OXFAM PAC PETA PIN PISA POTUS RADAR RAM REIT RICO ROM SAARC SARS SCOTUS
    SCUBA SEBI SIM SIPRI SONAR STEM SWAT TED THAAD TOEFL UEFA UNAIDS UNESCO UNICEF UNIX UNRWA VIX WASP WIFI
    ZIP
""")

BY_LETTERS = word_set("""
    AA AAA AAC AAI AAP AARP ABA ABC ABM ABS AC ACLU ACT AD ADA ADB ADHD ADP AEC AFC AFD AFL AFP AFT AGI AI
    AIADMK AIG AIPAC AMA AMC AMD AMU ANC ANI AOC AOL AP APA API APR APY ATF ATM ATP ATV AU AWS BA BAE BBC BC
    BCCI BCE BDS BHU BJP BLM BMW BP BPO BSC BSE BSF BST BTS CAA CAD CBI CBO CBS CBSE CCP CCTV CD CDC CDU CE
    CEO CET CFO CIA CIO CISF CJI CM CMO CNBC CNN COO CPI CRPF CSU CT CTO CV DA DC DEA DHL DHS DIY DJ DLF DMK
    DMZ DNA DOD DOE DOJ DOT DPA DPRK DRC DUI DUP DVD EAD EAM EBRD EC ECB EDT EEA EEC EEOC EFTA EIA EIB EMI EMU
    EPA EPF EPL EPS ER ESA ESG ESPN EST ETA ETF EU EV EVM EY FA FAA FAO FAQ FARC FBI FCC FDA FDI FDP FDR FIR
    FRG FTC FYI GDP GDR GE GM GMT GNP GOP GPA GPS GPT GST HBO HDFC HIV HMS HP HPV HQ HR HSBC HT HTC HTML HTTP
    IAEA IANS IAS IATA IBM IC ICAO ICBM ICC ICICI ICJ ICO ICRC ICT ICU ID IDA IDF IDFC IDP IEA IED IFC IFS IIM
    IIT ILO IMF IMO ING INS IOC IOM IOS IOT IOU IP IPA IPC IPCC IPL IPO IPS IQ IRA IRCTC IRR IRS ISI ISP IST
    IT ITC ITN ITU ITV IVF IVR JD JDU JFK JNU JP JPC JST KFC KGB KKK KM KPMG LA LAC LBC LBJ LED LG LGBT LGBTQ
    LGBTQIA LIC LLB LLC LLM LNG LOC LPG LSE LTTE MA MBA MC MCC MCG MD MEA MEP MHA MI MIT MLA MLB MLC MLK MLS
    MP MRI MSC MSNBC MSP MTG MTV NAACP NBA NBC NC NCAA NCB NCERT NCP NCR NDA NDP NDTV NE NEA NEET NFL NFT NGO
    NGT NHAI NHL NHS NIA NIH NJ NPR NPT NRA NRC NRI NRL NSA NSE NSG NSW NT NTPC NTSB NW NY NYC NYAG NYPD
    NYSE NYT
    NYU NZ OAS OBC OCD OCI ODI OECD OED ONGC ONS OP OS OSCE OTT OU PA PBS PC PDF PDP PGA PHD PIB PIL PKK PLA
    PLC PLO PM PMO POW PP PPE PR PRC PSOE PST PTI PTSD QC QR RAF RBI RBS RCB RFK RIP RJD RNA ROI ROK RPF RSF
    RSS RTI RTO RUC SA SAP SAS SAT SBI SC SDF SDP SE SEC SEIU SEO SMS SNP SOE SP SPD SPLM SSP ST STD STI SUV
    SW TB TDP TMC TNT TOI TRS TSA TSB TSMC TTP TV UAE UAP UAV UAW UBS UCC UCL UCLA UFC UFO UGC UI UK UKIP UN
    UNDP UNEP UNGA UNHCR UNO UNSC UP UPA UPI UPS UPSC URL US USA USB USC USDA USGS USS USSR UTC UTI UX VA VAR
    VAT VC VIP VP VPN VR VW WBC WFP WHO WMD WSJ WTA WTO WWE XL XR YSR
""")

EVERYDAY = word_set("""
    a about after again alert all also always am an analysis and any anything are as ask at attention away bad
    ban be been best big bid bill bomb book boy breaking bus but buy by call came can car case cash chief city
    cold come cop cops correction could cut cuts dad day days dead deal did die died dies do does dog done
    door down drop dry due each early ex eat editorial end even ever every everyone everything exclusive face
    fact fall far fast fear few film find fine fire first five flee flood food for four free from full game
    gas gave get girl give go goal god goes gold gone good got great gun had half hand hard has have he head
    hear held help her here high hill him his hit hits home hope host hot hour house how huge hurt if
    important in into is it its jail job jobs join jury just keep key kids kill killed kills kind king know
    lady land last late law lead left less let life like line list live long look lost lot loud love low made
    main make man many may me mean meet men met mid mine miss mom more most move much must my name near need
    never new news next nice night nine no none nor not note nothing now oath odd of off oh oil old on once
    one only open opinion or other our out over own page park part past pay peace photo plan play plot poll
    poor post push put quit race rain raid ran rate read real really red review rich right rise road role row
    rule run safe said sale same saw say says sea see seen self sell set she shot show sick side sign sin sing
    sit six slow snow so some son soon sponsored star stay step still stop such sun sure take talk tax team
    tell ten than that the them then they this time to told too top town trial true try turn two under update
    updated use very video vote wait walk wall want war warning was watch way we week well went were west wet
    what when who why wife wild will win wind wins wish with won work world worst wrong year yes yet you young
    your zero
""")
"""Words that are shouted now and then, though they look like initials: "He will NOT go"."""
