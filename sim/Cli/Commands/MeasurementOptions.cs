using System.CommandLine;
using GdoiSim.Group;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;

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

    private static readonly (string Word, SignatureChoice Signature)[] _signatures =
    [
        ("rsa-2048", SignatureChoice.Rsa2048),
        ("ecdsa-p256", SignatureChoice.EcdsaP256),
    ];

    private static readonly (string Word, DiffieHellmanGroup Group)[] _groups =
    [
        ("ecp-256", DiffieHellmanGroup.Ecp256),
        ("modp-2048", DiffieHellmanGroup.Modp2048),
    ];

    public static Option<KekAckRequested> Type() => OneOf(
        "--type", "TYPE", "The kind of acknowledgement: kek_sha256, lkh_sha256, kek_sha512 or lkh_sha512.", _types);

    public static Option<SignatureChoice> Signature() => OneOf(
        "--signature", "ALGORITHM", "What the measured rekeys are signed with: rsa-2048 or ecdsa-p256.", _signatures);

    public static Option<SignatureChoice> Authentication() => OneOf(
        "--authentication",
        "ALGORITHM",
        "How both sides of the measured registrations sign phase 1: ecdsa-p256 or rsa-2048.",
        [.. _signatures.Reverse()]);

    public static Option<DiffieHellmanGroup> DiffieHellman() => OneOf(
        "--diffie-hellman", "GROUP", "Their Diffie-Hellman group: ecp-256 or modp-2048.", _groups);

    public static Option<int> Seconds(int standard) => CommonOptions.Number(
        "--seconds", "How long to measure, setting up not included; 0 is as short as it can be.", 0, 3600, standard);

    /// <summary>A Diffie-Hellman group as a command line or scenario has it.</summary>
    public static string WordOf(DiffieHellmanGroup group) => _groups.First(pair => pair.Group == group).Word;

    /// <summary>A type as a command line or scenario has it.</summary>
    public static string WordOf(KekAckRequested type) => _types.First(pair => pair.Type == type).Word;

    /// <summary>A signature as a command line or scenario has it.</summary>
    public static string WordOf(SignatureChoice signature) =>
        _signatures.First(pair => pair.Signature == signature).Word;

    // The first word is the standard.
    private static Option<T> OneOf<T>(string name, string helpName, string description, (string Word, T Value)[] all)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => all[0].Value,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                foreach ((string word, T value) in all)
                {
                    if (word == text)
                    {
                        return value;
                    }
                }

                result.AddError($"{name}: found '{text}'; allowed: {string.Join(", ", all.Select(pair => pair.Word))}");
                return all[0].Value;
            },
        };
}
