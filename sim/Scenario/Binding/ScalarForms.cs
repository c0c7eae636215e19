using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Lkh;

namespace GdoiSim.Scenario;

/// <summary>The one list of everything that a single value in a scenario may be.</summary>
internal static class ScalarForms
{
    private const string DurationPattern = @"^[0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h|d)$";
    private const string SharePattern = @"^[0-9]+(\.[0-9]+)?%$";
    private const string OctetPattern = @"^[0-9]+(\.[0-9]+)? ?(B|kB|MB|GB|KiB|MiB|GiB)$";
    private const string DurationWords =
        "a duration with its unit, such as 250us, 2ms, 5s, 10min or 1h (at most 3650d)";
    private const string ShareWords = "a share from 0% to 100%, such as 1% or 0.01";
    private const string OctetWords = "a size in octets, such as 212992, 256KiB or 4MiB";

    private static readonly FrozenDictionary<Type, ScalarForm> _forms = new Dictionary<Type, ScalarForm>
    {
        [typeof(string)] = Form("a text", (string text, out string value) => (value = text).Length > 0, () => Text()),
        [typeof(ScenarioName)] = Form<ScenarioName>(
            "a name of up to 64 letters, digits, '-', '_' and '.'",
            ScenarioName.TryParse,
            () => Text("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")),
        [typeof(WrittenValue)] = Form<WrittenValue>(
            "a single value as in a scenario, a mapping in quotes",
            WrittenValue.TryParse,
            () => new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") }),
        [typeof(int)] = Form("a whole number", (string text, out int value) => Whole(text, out value), Integer),
        [typeof(ulong)] = Form(
            "a whole number from 0 to 18446744073709551615",
            (string text, out ulong value) =>
                ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value),
            Integer),
        [typeof(double)] = Form(
            "a number, such as 0.5",
            (string text, out double value) => Number(text, out value),
            () => new JsonObject { ["type"] = "number" }),
        [typeof(bool)] = Words(("true", true), ("false", false)),
        [typeof(SimDuration)] = Form<SimDuration>(DurationWords, DurationText.TryParse, () => Text(DurationPattern)),
        [typeof(Share)] = Form<Share>(ShareWords, Share.TryParse, ShareSchema),
        [typeof(OctetCount)] = Form<OctetCount>(OctetWords, OctetCount.TryParse, OctetSchema),
        [typeof(BitRate)] = Form<BitRate>(
            "a bandwidth with its unit, such as 64kbps, 100Mbps or 1Gbps, or unlimited",
            BitRate.TryParse,
            () => Text(@"^([0-9]+(\.[0-9]+)?(bps|kbps|Mbps|Gbps)|unlimited)$")),
        [typeof(ReceiveBuffer)] = Form<ReceiveBuffer>(
            $"{OctetWords}, a number such as '256 datagrams', or unlimited",
            ReceiveBufferText.TryParse,
            () => AnyOf(OctetSchema(), Text("^([0-9]+ datagrams|unlimited)$")),
            ReceiveBufferText.Write),
        [typeof(MemberRanges)] = Form<MemberRanges>(
            $"at most {MemberRanges.MostMembers} members from 1, such as 7 or '1-20,35'",
            MemberRanges.TryParse,
            () => AnyOf(Integer(), Text("^[0-9]+(-[0-9]+)?( ?, ?[0-9]+(-[0-9]+)?)*$"))),
        [typeof(LkhPacking)] = Words(
            ("path-to-root", LkhPacking.PathToRoot),
            ("chains", LkhPacking.Chains),
            ("key-per-array", LkhPacking.KeyPerArray)),
        [typeof(RepeatCount)] = Form<RepeatCount>(
            "a whole number from 0 to 1000, or unlimited", RepeatCount.TryParse, () => IntegerOr(0, 1000, "unlimited")),
        [typeof(EvictionLimit)] = Form<EvictionLimit>(
            "a whole number from 1 to 63, or never", EvictionLimit.TryParse, () => IntegerOr(1, 63, "never")),
        [typeof(KekReplacement)] = Form<KekReplacement>(
            "never, or 'every N' with N from 1", KekReplacement.TryParse, () => Text("^(never|every [1-9][0-9]*)$")),
        [typeof(CryptographyMode)] = Words(("shared", CryptographyMode.Shared), ("each", CryptographyMode.Each)),
        [typeof(AddressFamily)] = Words(("ipv4", AddressFamily.IPv4), ("ipv6", AddressFamily.IPv6)),
        [typeof(KekAckRequested)] = Words(
            ("none", KekAckRequested.None),
            ("kek_sha256", KekAckRequested.KekSha256),
            ("lkh_sha256", KekAckRequested.LkhSha256),
            ("kek_sha512", KekAckRequested.KekSha512),
            ("lkh_sha512", KekAckRequested.LkhSha512)),
        [typeof(KekAlgorithm)] = Words(
            ("aes-128-cbc", KekAlgorithm.Aes128Cbc), ("aes-256-cbc", KekAlgorithm.Aes256Cbc)),
        [typeof(SignatureChoice)] = Words(
            ("rsa-2048", SignatureChoice.Rsa2048), ("ecdsa-p256", SignatureChoice.EcdsaP256)),
        [typeof(DiffieHellmanGroup)] = Words(
            ("modp-2048", DiffieHellmanGroup.Modp2048), ("ecp-256", DiffieHellmanGroup.Ecp256)),
        [typeof(RegistrationMode)] = Words(
            ("pre-registered", RegistrationMode.PreRegistered),
            ("pull", RegistrationMode.Pull),
            ("full", RegistrationMode.Full)),
        [typeof(AckLengthField)] = Words(("block", AckLengthField.Block), ("output", AckLengthField.Output)),
        [typeof(DuplicateReaction)] = Words(
            ("drop", DuplicateReaction.Drop), ("reack", DuplicateReaction.Reacknowledge)),
        [typeof(RetransmitWhen)] = Words(
            ("unacknowledged", RetransmitWhen.Unacknowledged), ("always", RetransmitWhen.Always)),
        [typeof(RetransmitTo)] = Words(
            ("group", RetransmitTo.Group), ("unacknowledged", RetransmitTo.Unacknowledged)),
        [typeof(RetransmitSequence)] = Words(("same", RetransmitSequence.Same), ("next", RetransmitSequence.Next)),
        [typeof(MissingFrom)] = Words(("first", MissingFrom.First), ("last", MissingFrom.Last)),
        [typeof(DistributionSetting)] = Form<DistributionSetting>(
            DurationWords, DistributionSetting.TryParse, () => Text(DurationPattern)),
        [typeof(ServiceTimeSection)] = Form<ServiceTimeSection>(
            "profile:FILE with the file of a calibration", ServiceTimeSection.TryParse, () => Text("^profile:.+$")),
        [typeof(RegistrationTimeSection)] = Form<RegistrationTimeSection>(
            "profile:FILE with the file of a calibration",
            RegistrationTimeSection.TryParse,
            () => Text("^profile:.+$")),
        [typeof(ExponentialSetting)] = Form<ExponentialSetting>(
            DurationWords, ExponentialSetting.TryParse, () => Text(DurationPattern)),
        [typeof(LatencySetting)] = Form<LatencySetting>(
            DurationWords, LatencySetting.TryParse, () => Text(DurationPattern)),
        [typeof(LossSetting)] = Form<LossSetting>(
            $"none, or {ShareWords}", LossSetting.TryParse, () => AnyOf(Enumeration(["none"]), ShareSchema())),
        [typeof(OfflineSetting)] = Form<OfflineSetting>(ShareWords, OfflineSetting.TryParse, ShareSchema),
        [typeof(RecoverySetting)] = Form<RecoverySetting>(
            "none", RecoverySetting.TryParse, () => Enumeration(["none"])),
    }.ToFrozenDictionary();

    private delegate bool TryParse<T>(string text, out T value);

    /// <summary>All types that have a single form.</summary>
    public static IEnumerable<Type> Types => _forms.Keys;

    /// <summary>The form of a type, or null if its values are never single.</summary>
    public static ScalarForm? For(Type type) => _forms.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);

    private static ScalarForm Form<T>(
        string allowed, TryParse<T> parse, Func<JsonObject> schema, Func<T, string>? write = null) => new()
        {
            Allowed = allowed,
            Parse = text => parse(text, out T value) ? value : null,
            Compare = typeof(T).IsAssignableTo(typeof(IComparable<T>))
                ? (left, right) => Comparer<T>.Default.Compare((T)left, (T)right)
                : null,
            Write = value => write is null ? $"{value}" : write((T)value),
            Schema = schema,
        };

    private static ScalarForm Words<T>(params (string Word, T Value)[] words)
        where T : struct => new()
        {
            Allowed = string.Join(", ", words.Select(pair => pair.Word)),
            Words = [.. words.Select(pair => pair.Word)],
            Parse = text => words.Where(pair => pair.Word == text).Select(pair => (object?)pair.Value).FirstOrDefault(),
            Write = value => words.First(pair => pair.Value.Equals(value)).Word,
            Schema = () => typeof(T) == typeof(bool)
                ? new JsonObject { ["type"] = "boolean" }
                : Enumeration(words.Select(pair => pair.Word)),
        };

    private static bool Whole(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool Number(string text, out double value)
    {
        bool read = double.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
        return read && double.IsFinite(value);
    }

    private static JsonObject Text(string? pattern = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    private static JsonObject Integer() => new() { ["type"] = "integer", ["minimum"] = 0 };

    private static JsonObject IntegerOr(int least, int most, string word) => AnyOf(
        new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most }, Enumeration([word]));

    private static JsonObject ShareSchema() => AnyOf(
        Text(SharePattern), new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 });

    private static JsonObject OctetSchema() => AnyOf(Integer(), Text(OctetPattern));

    private static JsonObject Enumeration(IEnumerable<string> words) => new()
    {
        ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]),
    };

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };
}
