using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>
/// The one cipher and IV context of an exchange, shared by both directions: a message's IV is the last ciphertext block
/// of the message before it (RFC 2409 appendix B). A message that is refused does not move it.
/// </summary>
internal sealed class CbcContext
{
    private readonly ICryptographyProvider _provider;
    private readonly byte[] _key;
    private byte[] _iv;

    public CbcContext(ICryptographyProvider provider, ReadOnlySpan<byte> key, byte[] iv)
    {
        _provider = provider;
        _key = key.ToArray();
        _iv = iv;
    }

    /// <summary>The IV of the next message.</summary>
    public ReadOnlySpan<byte> Iv => _iv;

    /// <summary>Encrypts the payloads of a message, zeros filling the last block, and moves on.</summary>
    /// <param name="header">Of the message; Length is filled in.</param>
    /// <param name="payloads">All payloads.</param>
    /// <returns>The message as it is sent.</returns>
    public byte[] Encrypt(IsakmpHeader header, ReadOnlySpan<byte> payloads)
    {
        int padded = (payloads.Length + Kek.BlockLength - 1) / Kek.BlockLength * Kek.BlockLength;
        byte[] plain = new byte[padded];
        payloads.CopyTo(plain);
        byte[] message = new byte[IsakmpHeader.Size + padded];
        var writer = new Wire.WireWriter(message);
        (header with { Length = (uint)message.Length }).TryWrite(ref writer);
        _provider.Encrypt(KeyWithIv(), plain, message.AsSpan(IsakmpHeader.Size));
        _iv = message[^Kek.BlockLength..];
        return message;
    }

    /// <summary>Decrypts what follows the header; <see cref="Accept"/> moves on.</summary>
    /// <param name="message">The whole message, header and a whole number of blocks.</param>
    public byte[] Decrypt(ReadOnlySpan<byte> message)
    {
        byte[] plain = new byte[message.Length - IsakmpHeader.Size];
        _provider.Decrypt(KeyWithIv(), message[IsakmpHeader.Size..], plain);
        return plain;
    }

    /// <summary>Takes a message that was decrypted and found right.</summary>
    public void Accept(ReadOnlySpan<byte> message) => _iv = message[^Kek.BlockLength..].ToArray();

    private Kek KeyWithIv() => new([.. _iv, .. _key]);
}
