using CsCheck;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Tests.Messages;

/// <summary>Random contents of a GROUPKEY-PUSH, every optional part present or absent.</summary>
internal static class PushGenerator
{
    private static readonly Gen<ushort> GenUShort = Gen.UShort;

    private static readonly Gen<KekAttributes> GenKekAttributes = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Enum<KekAlgorithm>(), Gen.Int[0, 2]),
        Gen.UInt.Nullable(),
        Gen.Enum<SignatureHashAlgorithm>().Nullable(),
        Gen.Enum<SignatureAlgorithm>(),
        GenUShort.Nullable(),
        GenUShort.Nullable(),
        (cipher, lifetime, hash, signature, signatureBits, ack) => new KekAttributes
        {
            ManagementAlgorithm = cipher.Item1 ? KekManagementAlgorithm.Lkh : null,
            Algorithm = cipher.Item2,
            KeyBits = cipher.Item2 == KekAlgorithm.Aes ? (ushort)(128 + (64 * cipher.Item3)) : null,
            LifetimeSeconds = lifetime,
            SignatureHash = hash,
            SignatureAlgorithm = signature,
            SignatureKeyBits = signatureBits,
            AckRequestedValue = ack,
        });

    private static readonly Gen<IpsecAttributes> GenIpsecAttributes = Gen.Select(
        Gen.UInt.Nullable(),
        Gen.UInt.Nullable(),
        Gen.UShort[1, 4].Nullable(),
        Gen.UShort[1, 13].Nullable(),
        Gen.UShort[1, ushort.MaxValue].Nullable(),
        Gen.UShort[1, 4].Nullable(),
        Gen.UShort[1, 3].Nullable(),
        (seconds, kilobytes, mode, authentication, bits, preservation, direction) => new IpsecAttributes
        {
            LifetimeSeconds = seconds,
            LifetimeKilobytes = kilobytes,
            EncapsulationMode = mode,
            AuthenticationAlgorithm = authentication,
            KeyBits = bits,
            AddressPreservation = preservation,
            Direction = direction,
        });

    private static readonly Gen<Identity> GenIdentity =
        Gen.Select(Gen.Enum<IdentificationType>(), GenUShort, Gen.Byte.Array[0, 255]).Select((type, port, octets) =>
        {
            int length = type.FixedLength();
            return new Identity(type, port, length < 0 ? octets : ((byte[])[.. octets, .. new byte[length]])[..length]);
        });

    private static readonly Gen<Tek> GenTek = Gen.Select(
        Gen.Enum<SecurityProtocol>().Where(protocol => protocol != SecurityProtocol.RekeySa),
        Gen.UInt,
        GenIdentity,
        GenIdentity,
        GenIpsecAttributes,
        Gen.Select(
            Gen.Byte.Array[1, 255],
            Gen.Byte.Array[0, 300],
            Gen.UInt.Nullable(),
            Gen.UShort[0, 100].Nullable(),
            Gen.Enum<Iec61850Authentication>(),
            Gen.Enum<Iec61850Confidentiality>()),
        Gen.Byte.Array[1, 64],
        (protocol, spi, source, destination, attributes, iec, key) => new Tek(
            protocol,
            spi,
            source,
            destination,
            attributes,
            iec.Item1,
            iec.Item2,
            iec.Item3,
            iec.Item4,
            iec.Item5,
            iec.Item5 == Iec61850Authentication.None ? Iec61850Confidentiality.AesGcm128 : iec.Item6,
            key));

    public static readonly Gen<Content> GenContent = Gen.Select(
        Gen.Select(Gen.ULong, Gen.ULong[1, ulong.MaxValue], (upper, lower) => new Cookies(upper, lower)),
        Gen.UInt,
        Gen.Select(Gen.Enum<SecurityProtocol>(), Gen.Int[1, 5], Gen.Byte).Array[0, 3],
        GenKekAttributes.Select(attributes => (KekAttributes?)attributes),
        Gen.Select(GenUShort.Nullable(), GenUShort.Nullable(), (activation, deactivation) =>
            (GroupAssociatedPolicy?)new GroupAssociatedPolicy
            {
                ActivationDelaySeconds = activation,
                DeactivationDelaySeconds = deactivation,
            }),
        GenTek.Array[0, 4],
        Gen.Select(GenIdentity, GenIdentity, Gen.Bool, Gen.Bool, GenUShort),
        (spi, sequence, deletes, kek, policy, teks, rest) => new Content(
            spi,
            new(sequence),
            [.. deletes.Select(delete => (delete.Item1, Spis(delete.Item1, delete.Item2, delete.Item3)))],
            rest.Item3 || teks.Length == 0 ? kek : null,
            rest.Item4 ? policy : null,
            rest.Item1,
            rest.Item2,
            [.. teks.Select((tek, i) => tek with { Spi = (tek.Spi << 4) | (uint)(i + 1) })],
            rest.Item5));

    private static byte[] Spis(SecurityProtocol protocol, int count, byte first) =>
        [.. Enumerable.Range(first, count * protocol.SpiSize()).Select(value => (byte)value)];

    public sealed record Identity(IdentificationType Type, ushort Port, byte[] Octets)
    {
        public TrafficIdentity ToTraffic() => new() { Type = Type, Port = Port, IdentificationData = Octets };
    }

    public sealed record Tek(
        SecurityProtocol Protocol,
        uint Spi,
        Identity Source,
        Identity Destination,
        IpsecAttributes Attributes,
        byte[] Oid,
        byte[] OidSpecific,
        uint? ActivationDelay,
        ushort? Assurance,
        Iec61850Authentication Authentication,
        Iec61850Confidentiality Confidentiality,
        byte[] Key);

    public sealed record Content(
        Cookies Spi,
        SequenceNumber Sequence,
        (SecurityProtocol Protocol, byte[] Spis)[] Deletes,
        KekAttributes? Kek,
        GroupAssociatedPolicy? Policy,
        Identity Source,
        Identity Destination,
        Tek[] Teks,
        ushort LkhNode);
}
