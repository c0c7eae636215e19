using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace GdoiSim.Architecture.Tests.Inspection;

/// <summary>Walks the instructions of a method body (ECMA-335 partition III) to find the tokens in it.</summary>
internal static class InstructionStream
{
    private const byte TwoOctetPrefix = 0xFE;

    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value, code => code.OperandType);

    /// <summary>
    /// The metadata tokens of methods and fields that the instructions name, each with the token of the type that a
    /// prefix constrains the call to (0 without one): a call of object's method that is constrained to a value type is
    /// a call of that type's own.
    /// </summary>
    internal static IEnumerable<(int Member, int ConstrainedTo)> MemberTokens(byte[] body)
    {
        int at = 0;
        int constrainedTo = 0;
        while (at < body.Length)
        {
            short code = body[at++];
            if (code == TwoOctetPrefix)
            {
                code = (short)((TwoOctetPrefix << 8) | body[at++]);
            }

            OperandType operand = Operands[code];
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
            {
                yield return (BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at)), constrainedTo);
            }

            constrainedTo = code == OpCodes.Constrained.Value
                ? BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at))
                : 0;
            at += Length(operand, body.AsSpan(at));
        }
    }

    private static int Length(OperandType operand, ReadOnlySpan<byte> rest) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => 4,
    };
}
