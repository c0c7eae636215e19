using System.CommandLine;
using GdoiSim.Protocol;

namespace GdoiSim.Cli.Commands;

/// <summary>Options of the commands that measure this host.</summary>
internal static class MeasurementOptions
{
    private static readonly (string Word, KekAckRequested Type)[] _types =
    [
        ("kek_sha256", KekAckRequested.KekSha256),
        ("lkh_sha256", KekAckRequested.LkhSha256),
        ("kek_sha512", KekAckRequested.KekSha512),
        ("lkh_sha512", KekAckRequested.LkhSha512),
    ];

    public static Option<KekAckRequested> Type() => new("--type")
    {
        Description = "The kind of acknowledgement: kek_sha256, lkh_sha256, kek_sha512 or lkh_sha512.",
        HelpName = "TYPE",
        DefaultValueFactory = _ => KekAckRequested.KekSha256,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            foreach ((string word, KekAckRequested type) in _types)
            {
                if (word == text)
                {
                    return type;
                }
            }

            result.AddError(
                $"--type: found '{text}'; allowed: {string.Join(", ", _types.Select(pair => pair.Word))}");
            return KekAckRequested.KekSha256;
        },
    };

    public static Option<int> Seconds(int standard) => CommonOptions.Number(
        "--seconds", "How long to measure, setting up not included; 0 is as short as it can be.", 0, 3600, standard);

    /// <summary>A type as a command line or scenario has it.</summary>
    public static string WordOf(KekAckRequested type) => _types.First(pair => pair.Type == type).Word;
}
