using System.Text;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Changes lines, numbers or separators of a text file of numbers.</summary>
internal static class TextMutation
{
    private static readonly string[] Numbers =
    [
        "0", "1", "10", "11", "255", "256", "-1", "+1", "007", "1.0", "1e1", "0x1", "2147483648", "99999999999999999999999999", "\u0663", "a", "é", "\0", "\u001b[31m", "#ff0000", ",",
    ];

    private static readonly string[] Spaces = [" ", "  ", "\t", "\n", "\r\n", "\r", "\f", "\v", "\u00a0", "\u2028", "", ","];

    public static byte[] Apply(byte[] input, FuzzRandom random)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(input).Split('\n')];
        int at = random.Below(lines.Count);
        switch (random.Below(6))
        {
            case 0:
                ListMutation.Apply(lines, random);
                break;
            case 1 or 2:
                List<string> words = [.. lines[at].Split(' ')];
                words[random.Below(words.Count)] = random.Pick(Numbers);
                lines[at] = string.Join(' ', words);
                break;
            case 3:
                words = [.. lines[at].Split(' ')];
                ListMutation.Apply(words, random);
                lines[at] = string.Join(' ', words);
                break;
            case 4:
                lines[at] = lines[at].Insert(random.Below(lines[at].Length + 1), random.Pick(Spaces));
                break;
            default:
                lines[at] += string.Concat(Enumerable.Repeat(random.Pick(Spaces) + random.Pick(Numbers), random.Below(1 << random.Below(12))));
                break;
        }

        byte[] result = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return random.OneIn(50) ? [.. random.Pick<byte[]>([[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xFF]]), .. result] : result;
    }
}
