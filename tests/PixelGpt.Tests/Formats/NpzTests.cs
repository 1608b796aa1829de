using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PixelGpt.Formats.Npz;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Formats;

/// <summary>Tests reading and writing of NumPy archives, and that damaged ones are rejected without large allocations.</summary>
public sealed class NpzTests
{
    [Fact]
    public void Load_reads_what_Save_writes()
    {
        using var folder = new TemporaryFolder();
        double[] doubles = [1.5, -0.0, double.Epsilon, 1e300, Math.PI, 7];
        float[] floats = [1.5f, -2.25f, float.Epsilon, 3];
        NpzFile.Save(folder["a.npz"], new Dictionary<string, NpyArray> { ["sigma"] = NpyArray.Of(doubles, 2, 3), ["f"] = NpyArray.Of(floats, 4), ["n"] = NpyArray.Of([80]), ["none"] = NpyArray.Of(Array.Empty<double>(), 0, 5) }, "a network");
        NpzFile file = NpzFile.Load(folder["a.npz"]);
        Assert.Equal("a network", file.Comment);
        Assert.Equal(["f", "n", "none", "sigma"], file.Names.Order());
        Assert.Equal("(2, 3)", file.Find("sigma").ShapeText);
        Assert.Equal(doubles, file.Find("sigma").ToDoubles());
        Assert.Equal(floats.Select(f => (double)f), file.Find("f").ToDoubles());
        Assert.Empty(file.Find("n").Shape);
        Assert.Equal([80], file.Find("n").ToDoubles());
        Assert.Empty(file.Find("none").ToDoubles());
        Assert.Contains("there is no array 'mu'; the file has 'sigma'", Assert.Throws<InputException>(() => file.Find("mu")).Message);
        byte[] first = File.ReadAllBytes(folder["a.npz"]);
        NpzFile.Save(folder["b.npz"], new Dictionary<string, NpyArray> { ["sigma"] = NpyArray.Of(doubles, 2, 3), ["f"] = NpyArray.Of(floats, 4), ["n"] = NpyArray.Of([80]), ["none"] = NpyArray.Of(Array.Empty<double>(), 0, 5) }, "a network");
        Assert.Equal(first, File.ReadAllBytes(folder["b.npz"]));
    }

    [Fact]
    public void The_header_is_byte_identical_to_that_of_NumPy()
    {
        // The headers that numpy.save writes for numpy.zeros((2, 3)), numpy.zeros(4, 'f4') and numpy.float64(1).
        Assert.Equal("\u0093NUMPY\u0001\0v\0{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }" + new string(' ', 58) + "\n", Header(NpyArray.Of(new double[6], 2, 3)));
        Assert.Equal("\u0093NUMPY\u0001\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }" + new string(' ', 60) + "\n", Header(NpyArray.Of(new float[4], 4)));
        Assert.Equal("\u0093NUMPY\u0001\0v\0{'descr': '<f8', 'fortran_order': False, 'shape': (), }" + new string(' ', 62) + "\n", Header(NpyArray.Of([1.0])));

        static string Header(NpyArray array) => Encoding.Latin1.GetString(NpyHeader.Write(array));
    }

    [Theory]
    [InlineData(1, CompressionLevel.NoCompression)]
    [InlineData(1, CompressionLevel.Optimal)]
    [InlineData(2, CompressionLevel.Optimal)]
    public void Both_versions_are_read_compressed_or_not(int version, CompressionLevel level)
    {
        byte[] npy = Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }      \n", [.. BitConverter.GetBytes(2.5), .. BitConverter.GetBytes(-1.0)], version);
        Assert.Equal([2.5, -1], Read(npy, level).Find("x").ToDoubles());
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", true)]
    [InlineData("{\"shape\": (1,), \"fortran_order\": True, \"descr\": \"<f4\"}", true)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': ( 1 , 1 ) , }", true)]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", false, "pickled Python objects")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", false, "'>f4' are not supported")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", false, "'<i8' are not supported")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", false, "header is damaged")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", false, "Fortran order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", false, "needs 8 bytes, but the array has 4")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 2147483647, 9), }", false, "bytes, but the array has 4")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967297,), }", false, "too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", false, "header is damaged")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 1), }", false, "has an invalid or too large size")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 1, }", false, "header is damaged")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,), }", false, "header is damaged")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", false, "header is damaged")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'shape': (1,), }", false, "header is damaged")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': (1,)}", false, "header is damaged")]
    [InlineData("__import__('os').system('id')", false, "header is damaged")]
    [InlineData("", false, "header is")]
    public void Headers_are_read_or_rejected(string header, bool isRead, string what = "")
    {
        byte[] npy = Npy(header + "\n", BitConverter.GetBytes(2.5f), 1);
        if (isRead) Assert.Equal([2.5], Read(npy).Find("x").ToDoubles());
        else Assert.Contains(what, Refused(Zip(npy)));
    }

    [Fact]
    public void Sizes_are_checked_before_memory_is_allocated()
    {
        // A header length of 4 GiB, and an archive that declares a terabyte.
        Assert.Contains("exceeds the limit", Refused(Zip([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255, 0, 0])));
        byte[] bytes = Zip(Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n", new byte[4], 1));
        int directory = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(directory + 24), 500_000_000);
        Assert.Contains("'x.npy' declares 500000000 bytes, which 72 compressed bytes cannot hold", Refused(bytes));
    }

    [Fact]
    public void A_zip_bomb_is_rejected()
    {
        // 200 MB of zeros, compressed to less than 1 MB.
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = archive.CreateEntry("sigma.npy", CompressionLevel.Fastest).Open();
            for (int i = 0; i < 200; i++) stream.Write(new byte[1 << 20]);
        }

        byte[] bomb = memory.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("the limit is", Refused(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 18);
    }

    [Fact]
    public void Files_that_are_not_archives_are_rejected()
    {
        Assert.Contains("not a zip archive", Refused([1, 2, 3]));
        Assert.Contains("the NumPy signature is missing", Refused(Zip("hello, this is text"u8.ToArray())));
        Assert.Contains("the NumPy signature is missing", Refused(Zip([])));
        Assert.Contains("version 3.0", Refused(Zip([0x93, .. "NUMPY"u8, 3, 0, 0, 0, 0, 0])));
        using var folder = new TemporaryFolder();
        Assert.Contains("no such file", Assert.Throws<InputException>(() => NpzFile.Load(folder["absent.npz"])).Message);
    }

    [Fact]
    public void Random_byte_changes_result_in_a_value_or_a_clear_error()
    {
        byte[] whole = Zip(Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }\n", new byte[32], 1), CompressionLevel.Optimal);
        var random = new PhiloxRandom(1);
        int refused = 0;
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.NextInt32(4); change >= 0; change--) bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(256);
            if (random.NextInt32(4) == 0) bytes = bytes[..random.NextInt32(bytes.Length)];
            try
            {
                NpzFile file = NpzFile.Parse(bytes, "mutated.npz");
                foreach (string name in file.Names) _ = file.Find(name).ToDoubles();
            }
            catch (InputException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(refused, 1000, 3000);
    }

    private static string Refused(byte[] archive)
    {
        string message = Assert.Throws<InputException>(() => NpzFile.Parse(archive, "bad.npz")).Message;
        Assert.StartsWith("bad.npz: ", message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static NpzFile Read(byte[] npy, CompressionLevel level = CompressionLevel.NoCompression) => NpzFile.Parse(Zip(npy, level), "good.npz");

    private static byte[] Npy(string header, byte[] data, int version)
    {
        byte[] length = version == 1 ? [(byte)header.Length, (byte)(header.Length >> 8)] : [(byte)header.Length, (byte)(header.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. data];
    }

    private static byte[] Zip(byte[] npy, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = archive.CreateEntry("x.npy", level).Open();
            stream.Write(npy);
        }

        return memory.ToArray();
    }
}
