using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Sources;

public sealed class TextFolderSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact]
    public async Task The_pokemon_data_set_is_read_completely()
    {
        SpriteDataset data = await new TextFolderSource(SharedData.PathOf("pokemon"), new SourceOptions()).LoadAsync();

        Assert.Equal((632, 80, 80), (data["train"].Count, data["dev"].Count, data["test"].Count));
        Assert.Equal((20, 20, 167), (data.Width, data.Height, data.Palette.Count));
        string[] lines = [.. data.Splits.Values.SelectMany(s => s).Select(s => string.Join(' ', s.Pixels.ToArray()))];
        Assert.Equal(File.ReadAllText(SharedData.PathOf("pokemon", "pixel_color.txt")), string.Join('\n', lines));
    }

    [Theory]
    [InlineData("0 1 2 0\n2 1 0 1")]
    [InlineData("0 1 2 0\n2 1 0 1\n")]
    [InlineData("0 1 2 0\r\n2 1 0 1\r\n")]
    [InlineData("\uFEFF 0\t1  2 00 \n2 1 0 1 ")]
    public async Task Line_endings_and_spacing_do_not_matter(string text)
    {
        SpriteDataset data = await LoadAsync(text, splits: "2,0,0");

        Assert.Equal([[0, 1, 2, 0], [2, 1, 0, 1]], data["train"].Select(s => s.Pixels.ToArray()));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Gen<int[][]> sprites = from area in Gen.Elements(1, 4, 9, 400)
                               from rows in Gen.Choose(0, 2).ArrayOf(area).NonEmptyListOf()
                               select rows.ToArray();
        Prop.ForAll(sprites.ToArbitrary(), rows =>
        {
            string text = string.Join('\n', rows.Select(r => string.Join(' ', r)));
            SpriteDataset data = LoadAsync(text).GetAwaiter().GetResult();
            return data.Splits.Values.SelectMany(s => s).Select(s => s.Pixels.ToArray()).SequenceEqual(rows, EqualityComparer<int[]>.Create((a, b) => a!.AsSpan().SequenceEqual(b)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Lines_and_files_larger_than_the_buffer_are_read()
    {
        const int Side = 600;
        var text = new StringBuilder();
        for (int row = 0; row < 3; row++)
        {
            for (int i = 0; i < Side * Side; i++) text.Append((char)('0' + ((i + row) % 3))).Append(' ');
            text.Append('\n');
        }

        SpriteDataset data = await LoadAsync(text.ToString(), splits: "3,0,0");

        Assert.Equal(Side, data.Width);
        for (int row = 0; row < 3; row++)
        {
            for (int i = 0; i < Side * Side; i++) Assert.Equal((i + row) % 3, data["train"][row].Pixels[i]);
        }
    }

    [Theory]
    [InlineData("0 1 2 0\n0 3 1 1", 2, "a palette index must be 0 to 2, because the palette has 3 colours (got '3')")]
    [InlineData("0 1 2 0\n0 -1 1 1", 2, "'-1'")]
    [InlineData("0 1 2 0\n0 x 1 1", 2, "'x'")]
    [InlineData("0 1 2 0\n0 1,1 1", 2, "'1,1'")]
    [InlineData("0 1 2 0\n0 1.5 1 1", 2, "'1.5'")]
    [InlineData("0 1 2 0\n0 99999999999999999999999999 1 1", 2, "'99999999999999999999999999'")]
    [InlineData("0 1 2 18446744073709551617", 1, "'18446744073709551617'")]
    [InlineData("0 1 2 0\n0 1 1", 2, "expected 4 pixels for a sprite of 2×2 (got 3)")]
    [InlineData("0 1 2 0\n0 1 1 1 1\n", 2, "expected 4 pixels for a sprite of 2×2 (got 5)")]
    [InlineData("0 1 2 0\n\n0 1 1 1", 2, "the line is empty")]
    [InlineData("0 1 2 0\n \n\n0 1 1 1\n", 2, "the line is empty")]
    [InlineData("0 1 2\n", 1, "3 pixels are not a square; give the size of the sprites with --size WxH")]
    public async Task Errors_state_the_line(string text, int line, string expected)
    {
        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync(text));

        Assert.StartsWith($"{_folder["pixel_color.txt"]}:{line}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Both_text_files_may_have_any_encoding_with_a_byte_order_mark_and_blank_lines_at_the_end(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] Encode(string text) => [.. encoding.Preamble, .. encoding.GetBytes(text)];
        string row = string.Join(' ', Enumerable.Repeat("0 1 2", 300_000 / 5));
        File.WriteAllBytes(_folder["colormap.txt"], Encode("1 2 3\r\n4 5 6\r\n7 8 9\r\n\r\n \r\n"));
        File.WriteAllBytes(_folder["pixel_color.txt"], Encode($"0 1 2 0\r\n2 1 0 2\r\n\r\n \t\r\n"));
        SpriteDataset data = await new TextFolderSource(_folder.Path, new SourceOptions { Splits = SplitPlan.Parse("1,1,0") }).LoadAsync();
        Assert.Equal([0, 1, 2, 0], data["train"][0].Pixels.ToArray());
        Assert.Equal([2, 1, 0, 2], data["dev"][0].Pixels.ToArray());
        Assert.Equal(new Rgb(7, 8, 9), data.Palette[2]);

        // A line longer than the buffer.
        File.WriteAllBytes(_folder["pixel_color.txt"], Encode(row + "\n"));
        data = await new TextFolderSource(_folder.Path, new SourceOptions { Size = (600, 300), Splits = SplitPlan.Parse("1,0,0") }).LoadAsync();
        Assert.Equal([0, 1, 2, 0, 1, 2], data["train"][0].Pixels[^6..].ToArray());
        File.WriteAllBytes(_folder["pixel_color.txt"], Encode("0 1 2 x\n"));
        Assert.Contains("pixel_color.txt:1: ", await ErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_size_must_match_the_number_of_pixels()
    {
        SpriteDataset data = await LoadAsync("0 1 2 0 1 2", size: (3, 2));
        Assert.Equal((3, 2), (data.Width, data.Height));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync("0 1 2 0 1 2", size: (3, 3)));
        Assert.Contains(":1: expected 9 pixels for the size 3x3 (got 6)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sprites_of_mixed_sizes_have_the_sizes_of_the_sizes_file()
    {
        _folder.Write("sizes.txt", "8 9\r\n10\t8 \n9 8\n");
        SpriteDataset data = await LoadAsync($"{Row(72)}\n{Row(80)}\n{Row(72)}", splits: "2,1,0");

        Assert.True(data.HasMixedSizes);
        Assert.Equal([(8, 9), (10, 8), (9, 8)], data["train"].Concat(data["dev"]).Select(s => (s.Width, s.Height)));
        Assert.Contains("--size cannot be given", (await Assert.ThrowsAsync<InputException>(() => LoadAsync(Row(72), size: (8, 9)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8 9\n10", "sizes.txt:2: expected width and height in pixels, each 8 to 64, such as '16 24' (got '10')")]
    [InlineData("8 9\n10 8 3", "sizes.txt:2: ")]
    [InlineData("8 9\n7 10", "sizes.txt:2: ")]
    [InlineData("8 9\n10 65", "sizes.txt:2: ")]
    [InlineData("8 9\n-8 8", "sizes.txt:2: ")]
    [InlineData("8 9\n\n8 10", "sizes.txt:2: ")]
    [InlineData("8 9", "pixel_color.txt:2: sizes.txt has no size for this sprite; it has the sizes of 1 sprites")]
    [InlineData("8 9\n8 9", "pixel_color.txt:2: expected 72 pixels for a sprite of 8×9 (got 80); sizes.txt has its size in line 2")]
    [InlineData("8 9\n8 10\n8 8", "pixel_color.txt: the file has 2 sprites, but sizes.txt has the sizes of 3")]
    public async Task Errors_in_the_sizes_state_the_line(string sizes, string expected)
    {
        _folder.Write("sizes.txt", sizes);
        Assert.Contains(expected, (await Assert.ThrowsAsync<InputException>(() => LoadAsync($"{Row(72)}\n{Row(80)}\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_different_lengths_without_sizes_are_an_error_that_names_the_sizes_file() =>
        Assert.Contains("sprites of mixed sizes need the file sizes.txt", (await Assert.ThrowsAsync<InputException>(() => LoadAsync($"{Row(64)}\n{Row(81)}"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Missing_files_are_reported()
    {
        Assert.Contains("no such folder", await ErrorAsync(_folder["nowhere"]), StringComparison.Ordinal);
        Assert.Contains("pixel_color.txt: no such file", await ErrorAsync(_folder.Path), StringComparison.Ordinal);
        _folder.Write("pixel_color.txt", "");
        Assert.Contains("colormap.txt: no such file", await ErrorAsync(_folder.Path), StringComparison.Ordinal);
        _folder.Write("colormap.txt", "0 0 0");
        Assert.Contains("pixel_color.txt: the file is empty", await ErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binary_file_is_a_one_line_error()
    {
        File.WriteAllBytes(_folder["pixel_color.txt"], [.. Enumerable.Range(0, 2000).Select(i => (byte)(i * 7))]);
        _folder.Write("colormap.txt", "0 0 0");

        string error = await ErrorAsync(_folder.Path);
        Assert.InRange(error.Length, 1, 300);
        Assert.DoesNotContain(error, char.IsControl);
    }

    [Fact]
    public async Task Splits_with_another_sum_are_an_error()
    {
        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync("0\n1\n2", splits: "1,1,2"));
        Assert.Contains("1,1,2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_can_be_cancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoadAsync("0\n1\n2", cancellationToken: new CancellationToken(canceled: true)));
    }

    private static string Row(int pixels) => string.Join(' ', Enumerable.Range(0, pixels).Select(i => i % 3));

    private static async Task<string> ErrorAsync(string folder) =>
        (await Assert.ThrowsAsync<InputException>(() => new TextFolderSource(folder, new SourceOptions()).LoadAsync())).Message;

    private async Task<SpriteDataset> LoadAsync(string text, string? splits = null, (int, int)? size = null, CancellationToken cancellationToken = default)
    {
        _folder.Write("pixel_color.txt", text);
        _folder.Write("colormap.txt", "255 255 255\n0 0 0\n255 0 0");
        var options = new SourceOptions { Splits = splits is null ? SplitPlan.Default : SplitPlan.Parse(splits), Size = size };
        return await new TextFolderSource(_folder.Path, options).LoadAsync(cancellationToken: cancellationToken);
    }
}
