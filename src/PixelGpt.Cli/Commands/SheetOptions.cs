using System.Globalization;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;

namespace PixelGpt.Cli.Commands;

/// <summary>Parses the options that say how sheets are cut.</summary>
internal static class SheetOptions
{
    /// <summary>Parses a number for both directions, or a horizontal and a vertical one.</summary>
    /// <exception cref="InputException">The text is not one or two integers.</exception>
    public static (int Horizontal, int Vertical) ParsePair(string? text, string name)
    {
        if (text is null) return (0, 0);
        int[]? numbers = ParseNumbers(text);
        return numbers is { Length: 1 or 2 }
            ? (numbers[0], numbers[^1])
            : throw new InputException($"{name} must be a number of pixels, or two, such as 2,4 for 2 horizontally and 4 vertically (got '{text}')");
    }

    /// <summary>Parses <c>X,Y,WxH</c>.</summary>
    /// <exception cref="InputException">The text is not two integers and a size.</exception>
    public static PixelArea ParseRegion(string text)
    {
        int comma = text.LastIndexOf(',');
        if (comma < 0 || ParseNumbers(text[..comma]) is not [int x, int y]) throw new InputException($"region must be left column, top row and size, such as 0,16,64x32 (got '{text}')");
        (int width, int height) = SpriteSize.Parse(text[(comma + 1)..], "the size of the region");
        return new PixelArea(x, y, width, height);
    }

    private static int[]? ParseNumbers(string text)
    {
        string[] words = text.Split(',');
        var numbers = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }

        return numbers;
    }
}
