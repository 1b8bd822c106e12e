"""Names of twenty-five origins for the parity set: given names of men, of women, and surnames, each with its writings.

`a|b|c=d`: `a` is the common writing, `b` and `c` other writings or calling names of the same name in Latin letters, `d`
the writing in the letters of the country. Common names from general knowledge; the persons made of them are nobody.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Names of one origin. `order`: `given` first or `surname` first; `double`: persons bear two surnames."""

    code: str
    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    order: str = "given"
    double: bool = False


def _origin(code: str, men: str, women: str, surnames: str, *, order: str = "given", double: bool = False) -> Origin:
    parts = (tuple(part.strip() for part in text.split(",")) for text in (men, women, surnames))
    return Origin(code, *parts, order=order, double=double)


ORIGINS = (
    _origin(
        "dutch",
        "Johannes|Jan, Willem|Wim, Cornelis|Kees, Hendrik|Henk, Thijs, Ruben, Daan, Gerardus|Gerard",
        "Johanna|Hanneke, Wilhelmina|Willy, Cornelia|Corrie, Sanne, Lotte, Femke, Anouk, Margaretha|Greet",
        "de Vries, van den Berg, van der Meer, Bakker, Jansen, in 't Veld, van Dijk, Smit, Mulder, ten Brink",
    ),
    _origin(
        "german",
        "Jürgen|Juergen, Günther|Guenther, Friedrich|Fritz, Stefan|Stephan, Matthias|Mathias, Jörg|Joerg, Uwe, Kai",
        "Käthe|Kaethe, Katharina|Kathrin, Sabine, Ursula, Margarete|Grete, Heike, Birgit, Anneliese",
        "Müller|Mueller, Schäfer|Schaefer, Weiß|Weiss, von Berg, Großmann|Grossmann, Krüger|Krueger, Zimmermann, Kühn",
    ),
    _origin(
        "french",
        "François|Francois, Jean-Pierre, Frédéric|Frederic, Philippe, Guillaume, Étienne, Rémi, Benoît",
        "Élodie|Elodie, Marie-Claire, Hélène, Camille, Océane, Geneviève, Sylvie, Aurélie",
        "Lefèvre|Lefevre, du Bois, Moreau, de la Tour, Girard, Rousseau, Lemaître, Faure",
    ),
    _origin(
        "spanish",
        "José|Pepe, Francisco|Paco, Ignacio|Nacho, Álvaro, Javier, Rubén, Sergio, Enrique|Quique",
        "María, Concepción|Concha, Dolores|Lola, Pilar|Pili, Inés, Lucía, Marta, Nuria",
        "García, Núñez, Hernández, de la Fuente, Ibáñez, Castro, Ortega, Vázquez, Peña, Molina",
        double=True,
    ),
    _origin(
        "portuguese",
        "João|Joao, Tiago, Gonçalo, Luís, Rui, Nuno, Estêvão, Vasco",
        "Conceição, Inês, Beatriz, Joana, Fátima, Leonor, Catarina, Teresa",
        "da Silva, dos Santos, Gonçalves, Magalhães, Pereira, de Sousa, Araújo, Brandão",
        double=True,
    ),
    _origin(
        "italian",
        "Giuseppe|Beppe, Niccolò|Niccolo, Francesco, Luigi|Gigi, Matteo, Salvatore, Lorenzo, Giovanni|Gianni",
        "Giuseppina, Lucia, Francesca, Chiara, Silvia, Giovanna, Beatrice, Rosaria",
        "D'Angelo, De Luca, Esposito, Lo Presti, Ferrari, Della Valle, Ricci, Conti",
    ),
    _origin(
        "polish",
        "Łukasz|Lukasz, Stanisław|Staszek, Krzysztof|Krzysiek, Paweł, Michał, Tomasz|Tomek, Grzegorz, Józef",
        "Małgorzata|Gosia, Katarzyna|Kasia, Agnieszka|Aga, Elżbieta|Ela, Zofia, Żaneta, Bożena, Grażyna",
        "Wójcik, Woźniak, Kamiński, Zieliński, Szymański, Dąbrowski, Jabłoński, Błaszczyk",
    ),
    _origin(
        "turkish",
        "Mehmet, Çağlar|Caglar, İbrahim|Ibrahim, Oğuzhan, Şükrü, Hüseyin|Huseyin, Emre, Yiğit",
        "Ayşe|Ayse, Gülşen, Zeynep, Şebnem, Çiğdem, Özlem|Oezlem, Elif, Tuğba",
        "Yılmaz|Yilmaz, Çelik|Celik, Öztürk|Oeztuerk, Şahin|Sahin, Doğan|Dogan, Güneş, Aydın, Koç",
    ),
    _origin(
        "arabic",
        "Mohammed|Muhammad|Mohamed=محمد, Ahmed|Ahmad=أحمد, Youssef|Yusuf|Yousef=يوسف, Khaled|Khalid=خالد, "
        "Abdelrahman|Abdurrahman|Abd al-Rahman=عبد الرحمن, Hussein|Husain|Hossein=حسين, Omar|Umar=عمر, "
        "Mustafa|Mostafa|Moustafa=مصطفى",
        "Fatima|Fatma|Fatimah=فاطمة, Aisha|Aicha|Ayesha=عائشة, Khadija|Khadijah=خديجة, Mariam|Maryam=مريم, "
        "Zainab|Zaynab|Zeinab=زينب, Leila|Layla|Laila=ليلى, Huda|Hoda=هدى, Samira|Sameera=سميرة",
        "al-Masri|el-Masri|Al Masri=المصري, Haddad=حداد, al-Khatib|El Khatib|Alkhatib=الخطيب, Nasser|Nasir=ناصر, "
        "Mansour|Mansur=منصور, al-Najjar|el-Najjar=النجار, Darwish|Darwiche=درويش, Bennani=بناني",
    ),
    _origin(
        "russian",
        "Sergei|Sergey|Sergej=Сергей, Dmitri|Dmitry|Dmitriy=Дмитрий, Mikhail|Mihail|Michail=Михаил, "
        "Yuri|Yury|Juri=Юрий, Aleksei|Alexey|Aleksey=Алексей, Yevgeny|Evgeny|Evgenii=Евгений, "
        "Nikolai|Nikolay|Nikolaj=Николай, Andrei|Andrey|Andrej=Андрей",
        "Yekaterina|Ekaterina=Екатерина, Tatyana|Tatiana|Tatjana=Татьяна, Natalya|Natalia=Наталья, "
        "Yulia|Julia|Iuliia=Юлия, Ksenia|Kseniya|Xenia=Ксения, Lyudmila|Ludmila|Liudmila=Людмила, "
        "Galina=Галина, Zhanna|Janna=Жанна",
        "Sokolov|Sokoloff=Соколов, Zhukov|Zukov=Жуков, Khromov|Hromov|Chromov=Хромов, Belyaev|Beliaev=Беляев, "
        "Vishnevsky|Vishnevskiy|Wischnewski=Вишневский, Kuznetsov|Kuznecov|Kusnezow=Кузнецов, Chernov|Tschernow=Чернов",
    ),
    _origin(
        "ukrainian",
        "Serhiy|Sergiy|Serhii=Сергій, Oleksandr|Aleksandr=Олександр, Volodymyr|Volodimir=Володимир, "
        "Mykola|Mikola=Микола, Andriy|Andrii=Андрій, Yuriy|Yurii|Iurii=Юрій, Hryhoriy|Hryhorii=Григорій, Taras=Тарас",
        "Oksana=Оксана, Olha|Olga=Ольга, Nataliya|Nataliia=Наталія, Yuliya|Yuliia|Iuliia=Юлія, Iryna|Irina=Ірина, "
        "Halyna|Galyna=Галина, Kateryna=Катерина, Svitlana=Світлана",
        "Shevchenko|Schewtschenko=Шевченко, Kovalenko=Коваленко, Bondarenko=Бондаренко, Tkachuk=Ткачук, "
        "Hrytsenko|Grytsenko=Гриценко, Lysenko=Лисенко, Melnyk|Melnik=Мельник, Savchuk=Савчук",
    ),
    _origin(
        "greek",
        "Georgios|Giorgos|Yiorgos=Γιώργος, Dimitrios|Dimitris=Δημήτριος, Ioannis|Giannis|Yannis=Ιωάννης, "
        "Konstantinos|Kostas=Κωνσταντίνος, Nikolaos|Nikos=Νικόλαος, Michail|Michalis=Μιχαήλ, "
        "Vasileios|Vasilis=Βασίλειος",
        "Eleni|Helena=Ελένη, Aikaterini|Katerina=Αικατερίνη, Vasiliki=Βασιλική, Georgia=Γεωργία, Sofia=Σοφία, "
        "Dimitra=Δήμητρα, Ioanna=Ιωάννα, Chrysoula|Chrisoula=Χρυσούλα",
        "Papadopoulos=Παπαδόπουλος, Nikolaidis|Nicolaidis=Νικολαΐδης, Oikonomou|Economou|Ikonomou=Οικονόμου, "
        "Georgiou=Γεωργίου, Christou=Χρήστου, Vlachos|Vlahos=Βλάχος, Angelopoulos|Aggelopoulos=Αγγελόπουλος",
    ),
    _origin(
        "chinese",
        "Xiaoming|Xiao-Ming|Xiao Ming=晓明, Jianguo|Jian Guo=建国, Zhiqiang|Zhi-Qiang=志强, Wei=伟, "
        "Junjie|Jun Jie=俊杰, Haoran|Hao Ran=浩然, Guangming=光明",
        "Xiaohong|Xiao Hong=晓红, Meiling|Mei-Ling=美玲, Yuting|Yu Ting=雨婷, Lijuan|Li Juan=丽娟, Xiaoli=晓丽, "
        "Jianhua|Jian Hua=建华, Zhimin=志敏",
        "Wang=王, Zhang=张, Chen=陈, Liu=刘, Huang=黄, Zhao=赵, Zhou=周, Xu=徐",
        order="surname",
    ),
    _origin(
        "korean",
        "Min-jun|Minjun|Min Jun=민준, Seo-jun|Seojun=서준, Ji-hoon|Jihoon=지훈, Dong-hyun|Donghyun=동현, "
        "Jae-hyung|Jaehyung=재형, Sung-min|Sungmin=성민",
        "Min-ji|Minji=민지, Seo-yeon|Seoyeon=서연, Ji-hye|Jihye=지혜, Eun-ji|Eunji=은지, Jae-eun|Jaeeun=재은, "
        "Sung-hee|Sunghee=성희",
        "Kim=김, Park|Pak=박, Choi|Choe=최, Jung|Jeong=정, Kang=강, Yoon|Yun=윤, Lim|Im=임, Shin|Sin=신",
        order="surname",
    ),
    _origin(
        "vietnamese",
        "Văn An|An, Minh Tuấn|Tuấn, Đức Long, Quốc Bảo, Hữu Nghĩa, Thanh Sơn, Văn Bình|Bình",
        "Thị Hoa|Hoa, Ngọc Lan, Thị Mai|Mai, Thu Hà, Thanh Hương, Thị Hồng, Ngọc Ánh",
        "Nguyễn, Trần, Phạm, Huỳnh, Đặng, Bùi, Dương, Trương",
        order="surname",
    ),
    _origin(
        "indian",
        "Rajesh, Sandeep|Sandip, Vijay, Anil, Suresh, Ramesh, Venkatesh|Venkatesha, Krishnan",
        "Lakshmi|Laxmi, Deepa|Dipa, Sunita|Suneeta, Priya, Kavita|Kavitha, Anjali, Meena|Mina, Radhika",
        "Sharma, Choudhary|Chaudhary|Chowdhury, Iyer, Banerjee|Banerji, Patel, Reddy, Mukherjee|Mukherji, Srivastava",
    ),
    _origin(
        "hebrew",
        "David=דוד, Moshe=משה, Yitzhak|Yitzchak|Itzhak=יצחק, Avraham=אברהם, Yehuda=יהודה, Eitan|Eytan=איתן, Noam=נועם",
        "Rivka=רבקה, Miriam=מרים, Esther=אסתר, Yael=יעל, Tamar=תמר, Shira=שירה, Hannah|Chana=חנה",
        "Cohen|Kohen=כהן, Mizrahi|Mizrachi=מזרחי, Friedman=פרידמן, Katz=כץ, Shapira=שפירא, Azoulay=אזולאי, Peretz=פרץ",
    ),
    _origin(
        "yoruba",
        "Oluwaseun|Seun, Babatunde|Tunde, Adébáyọ̀|Adebayo, Olúṣẹ́gun|Olusegun, Ayọ̀délé|Ayodele, Kẹ́hìndé|Kehinde",
        "Folashade|Shade, Títílayọ̀|Titilayo, Yetunde, Ọlábísí|Olabisi, Ṣọlá|Sola, Bùkọ́lá|Bukola",
        "Adéyẹmí|Adeyemi, Ògúnlẹ́yẹ|Ogunleye, Balógun|Balogun, Akínṣọlá|Akinsola, Ọláwálé|Olawale, Bámidélé|Bamidele",
    ),
    _origin(
        "igbo",
        "Chukwuemeka|Emeka, Chinedu|Nedu, Obinna|Obi, Ikechukwu|Ike, Nnamdi, Uchenna|Uche",
        "Ngozi, Chidinma|Dinma, Adaeze|Ada, Ifeoma|Ify, Nkechi, Amarachi|Amara",
        "Okonkwo, Eze, Nwosu, Okafor, Onyekwere, Ezeudu, Chukwuma, Ụzọma|Uzoma",
    ),
    _origin(
        "hungarian",
        "László|Laci, István|Pista, Zoltán, Gábor, Ferenc|Feri, Balázs, Attila, György|Gyuri",
        "Erzsébet|Erzsi, Katalin|Kati, Ágnes, Ildikó, Zsuzsanna|Zsuzsa, Eszter, Judit, Piroska",
        "Nagy, Kovács, Szabó, Horváth, Kiss, Németh, Farkas, Balogh",
        order="surname",
    ),
    _origin(
        "serbian",
        "Nikola=Никола, Đorđe|Djordje|Dorde=Ђорђе, Miloš|Milos=Милош, Nenad=Ненад, Željko|Zeljko=Жељко, Vuk=Вук, "
        "Stojan|Stoyan=Стојан",
        "Jelena=Јелена, Snežana|Snezana=Снежана, Ljubica=Љубица, Milica=Милица, Vesna=Весна, Tijana=Тијана, "
        "Gordana=Гордана",
        "Jovanović|Jovanovic=Јовановић, Petrović|Petrovic=Петровић, Đurić|Djuric=Ђурић, Živković|Zivkovic=Живковић, "
        "Stanković|Stankovic=Станковић, Pavlović|Pavlovic=Павловић, Nikolić|Nikolic=Николић",
    ),
    _origin(
        "georgian",
        "Giorgi=გიორგი, Levan=ლევან, Zurab=ზურაბ, Irakli|Irakly=ირაკლი, Davit|David=დავით, Tornike=თორნიკე, "
        "Vakhtang|Vaxtang=ვახტანგ",
        "Nino=ნინო, Tamar=თამარ, Ketevan=ქეთევან, Natia=ნათია, Khatuna|Xatuna=ხათუნა, Eka=ეკა, Lela=ლელა",
        "Beridze=ბერიძე, Kapanadze=კაპანაძე, Gelashvili=გელაშვილი, Lomidze=ლომიძე, Tsiklauri|Ciklauri=წიკლაური, "
        "Maisuradze=მაისურაძე, Chkheidze|Tchkheidze=ჩხეიძე",
    ),
    _origin(
        "armenian",
        "Armen=Արմեն, Tigran|Dikran=Տիգրան, Hovhannes|Hovhanes=Հովհաննես, Vardan|Vartan=Վարդան, Gevorg|Kevork=Գևորգ, "
        "Suren=Սուրեն, Ashot=Աշոտ",
        "Anahit=Անահիտ, Lusine|Lousine=Լուսինե, Gayane=Գայանե, Nare=Նարե, Hasmik=Հասմիկ, Shushan=Շուշան, Mariam=Մարիամ",
        "Hakobyan|Hakopyan=Հակոբյան, Sargsyan|Sarkisyan|Sarkissian=Սարգսյան, Grigoryan=Գրիգորյան, "
        "Petrosyan|Petrossian=Պետրոսյան, Harutyunyan=Հարությունյան, Avetisyan=Ավետիսյան, Manukyan|Manoukian=Մանուկյան",
    ),
    _origin(
        "persian",
        "Hossein|Hussein=حسین, Reza=رضا, Mehdi|Mahdi=مهدی, Ebrahim|Ibrahim=ابراهیم, Yousef|Yusef=یوسف, "
        "Mostafa|Mustafa=مصطفی, Hamid=حمید",
        "Fatemeh|Fatima=فاطمه, Maryam|Mariam=مریم, Zeinab|Zaynab=زینب, Leila|Leyla=لیلا, Sara=سارا, Khadijeh=خدیجه",
        "Rezaei|Rezai=رضایی, Karimi=کریمی, Moradi=مرادی, Sadeghi|Sadeqi=صادقی, Ghorbani|Qorbani=قربانی, "
        "Rostami=رستمی, Farhadi=فرهادی",
    ),
    _origin(
        "swedish",
        "Göran|Goran, Björn|Bjoern, Åke|Aake, Lars|Lasse, Karl|Carl, Håkan, Örjan, Per|Peder",
        "Åsa|Aasa, Märta|Maerta, Gunilla, Ingrid, Ulrika, Birgitta, Annika, Solveig",
        "Sjöberg|Sjoeberg, Ångström|Angstrom, Lindqvist|Lindkvist, af Ekenstam, Öberg|Oeberg, Nyström, Bergström, Häll",
    ),
)
