declare i64 @llvm.smin.i64(i64, i64)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
declare i64 @llvm.smax.i64(i64, i64)
declare <8 x float> @llvm.masked.load.v8f32.p0(ptr, i32, <8 x i1>, <8 x float>)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
declare void @llvm.masked.store.v8f32.p0(<8 x float>, ptr, i32, <8 x i1>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 4, align 16
  %v2 = alloca i64, i64 8, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  store i64 0, ptr %v3, align 8
  %v4 = load ptr, ptr %bufs, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v4, ptr %v5, align 8
  %v6 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v7, ptr %v8, align 8
  %v9 = getelementptr inbounds ptr, ptr %bufs, i64 2
  %v10 = load ptr, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v10, ptr %v11, align 8
  store ptr %ctx, ptr %v2, align 8
  %v12 = getelementptr inbounds i64, ptr %v1, i64 1
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %v13, ptr %v14, align 8
  %v15 = getelementptr inbounds i64, ptr %v1, i64 2
  %v16 = load ptr, ptr %v15, align 8
  %v17 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v16, ptr %v17, align 8
  %v18 = getelementptr inbounds i64, ptr %v1, i64 3
  %v19 = load ptr, ptr %v18, align 8
  %v20 = getelementptr inbounds i64, ptr %v2, i64 3
  store ptr %v19, ptr %v20, align 8
  %v21 = load i64, ptr %v3, align 8
  %v22 = icmp eq i64 %v21, 0
  br i1 %v22, label %b23, label %b24
b23:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686018427387904)
  br label %b24
b24:
  %v25 = load i64, ptr %v3, align 8
  %v26 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v27 = load i64, ptr %v26, align 8
  %v28 = icmp eq i64 %v25, 0
  %v29 = select i1 %v28, i64 %v27, i64 %v25
  ret i64 %v29
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v9 = alloca ptr, i64 1, align 8
  %v10 = alloca i8, i64 1024, align 64
  %v23 = alloca ptr, i64 1, align 8
  %v24 = alloca i8, i64 1024, align 64
  %v37 = alloca ptr, i64 1, align 8
  %v38 = alloca i8, i64 1024, align 64
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %handed, i64 1
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %handed, i64 2
  %v6 = load ptr, ptr %v5, align 8
  %v7 = getelementptr inbounds i64, ptr %handed, i64 1
  %v8 = load ptr, ptr %v7, align 8
  store ptr %v10, ptr %v9, align 8
  %v11 = icmp sgt i64 1728, 1024
  br i1 %v11, label %b12, label %b13
b12:
  %v14 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v15 = load ptr, ptr %v14, align 8
  %v16 = call ptr %v15(i64 1728)
  store ptr %v16, ptr %v9, align 8
  %v17 = icmp eq ptr %v16, null
  br i1 %v17, label %b18, label %b19
b18:
  store i64 2, ptr %status, align 8
  %v20 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 1728, ptr %v20, align 8
  br label %b19
b19:
  br label %b13
b13:
  %v21 = load ptr, ptr %v9, align 8
  %v22 = getelementptr inbounds i64, ptr %handed, i64 5
  store ptr %v21, ptr %v22, align 8
  store ptr %v24, ptr %v23, align 8
  %v25 = icmp sgt i64 192, 1024
  br i1 %v25, label %b26, label %b27
b26:
  %v28 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v29 = load ptr, ptr %v28, align 8
  %v30 = call ptr %v29(i64 192)
  store ptr %v30, ptr %v23, align 8
  %v31 = icmp eq ptr %v30, null
  br i1 %v31, label %b32, label %b33
b32:
  store i64 2, ptr %status, align 8
  %v34 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 192, ptr %v34, align 8
  br label %b33
b33:
  br label %b27
b27:
  %v35 = load ptr, ptr %v23, align 8
  %v36 = getelementptr inbounds i64, ptr %handed, i64 6
  store ptr %v35, ptr %v36, align 8
  store ptr %v38, ptr %v37, align 8
  %v39 = icmp sgt i64 1536, 1024
  br i1 %v39, label %b40, label %b41
b40:
  %v42 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v43 = load ptr, ptr %v42, align 8
  %v44 = call ptr %v43(i64 1536)
  store ptr %v44, ptr %v37, align 8
  %v45 = icmp eq ptr %v44, null
  br i1 %v45, label %b46, label %b47
b46:
  store i64 2, ptr %status, align 8
  %v48 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 1536, ptr %v48, align 8
  br label %b47
b47:
  br label %b41
b41:
  %v49 = load ptr, ptr %v37, align 8
  %v50 = getelementptr inbounds i64, ptr %handed, i64 7
  store ptr %v49, ptr %v50, align 8
  %v51 = getelementptr inbounds i64, ptr %handed, i64 1
  %v52 = load ptr, ptr %v51, align 8
  %v53 = getelementptr inbounds i64, ptr %handed, i64 2
  %v54 = load ptr, ptr %v53, align 8
  %v55 = getelementptr inbounds i64, ptr %handed, i64 1
  %v56 = load ptr, ptr %v55, align 8
  %v57 = mul nsw i64 %v2, 8
  %v58 = call i64 @llvm.smin.i64(i64 16, i64 %v57)
  %v59 = add nsw i64 1, %v58
  %v60 = load i64, ptr %status, align 8
  %v61 = icmp eq i64 %v60, 0
  br i1 %v61, label %b62, label %b63
b62:
  %v64 = call i64 @run_tasks(ptr %ctx, ptr @group0_0_prepare, ptr %handed, i64 %v59, i64 %what)
  store i64 %v64, ptr %status, align 8
  br label %b63
b63:
  %v65 = getelementptr inbounds i64, ptr %handed, i64 1
  %v66 = load ptr, ptr %v65, align 8
  %v67 = getelementptr inbounds i64, ptr %handed, i64 2
  %v68 = load ptr, ptr %v67, align 8
  %v69 = getelementptr inbounds i64, ptr %handed, i64 1
  %v70 = load ptr, ptr %v69, align 8
  %v71 = mul nsw i64 %v2, 4
  %v72 = call i64 @llvm.smin.i64(i64 %v71, i64 0)
  %v73 = call i64 @llvm.smax.i64(i64 1, i64 %v72)
  %v74 = add nsw i64 %v73, 2
  %v75 = udiv i64 %v74, 3
  %v76 = call i64 @llvm.smin.i64(i64 1, i64 %v75)
  %v77 = call i64 @llvm.smax.i64(i64 %v76, i64 1)
  %v78 = mul nsw i64 3, %v77
  %v79 = call i64 @llvm.smin.i64(i64 %v78, i64 %v73)
  %v80 = load i64, ptr %status, align 8
  %v81 = icmp eq i64 %v80, 0
  br i1 %v81, label %b82, label %b83
b82:
  %v84 = or i64 %what, 1
  %v85 = call i64 @run_tasks(ptr %ctx, ptr @group0_1_conv, ptr %handed, i64 %v79, i64 %v84)
  store i64 %v85, ptr %status, align 8
  br label %b83
b83:
  br i1 %v39, label %b86, label %b87
b86:
  %v88 = icmp ne ptr %v49, null
  br i1 %v88, label %b89, label %b90
b89:
  %v91 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v92 = load ptr, ptr %v91, align 8
  call void %v92(ptr %v49, i64 1536)
  br label %b90
b90:
  br label %b87
b87:
  br i1 %v25, label %b93, label %b94
b93:
  %v95 = icmp ne ptr %v35, null
  br i1 %v95, label %b96, label %b97
b96:
  %v98 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v99 = load ptr, ptr %v98, align 8
  call void %v99(ptr %v35, i64 192)
  br label %b97
b97:
  br label %b94
b94:
  br i1 %v11, label %b100, label %b101
b100:
  %v102 = icmp ne ptr %v21, null
  br i1 %v102, label %b103, label %b104
b103:
  %v105 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v106 = load ptr, ptr %v105, align 8
  call void %v106(ptr %v21, i64 1728)
  br label %b104
b104:
  br label %b101
b101:
  ret void
}
define internal void @group0_0_prepare(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %frame, i64 3
  %v6 = load ptr, ptr %v5, align 8
  %v7 = load ptr, ptr %frame, align 8
  %v8 = getelementptr inbounds i64, ptr %v7, i64 3
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %frame, i64 6
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = icmp eq i64 %task, 0
  br i1 %v16, label %b17, label %b18
b17:
  br label %b19
b19:
  %i22 = phi i64 [ 0, %b17 ], [ %v33, %b20 ]
  %v23 = icmp slt i64 %i22, 3
  br i1 %v23, label %b20, label %b21
b20:
  %v24 = mul nsw i64 %i22, 24
  %v25 = mul nsw i64 %i22, 64
  %v26 = getelementptr inbounds i8, ptr %v13, i64 %v25
  %v27 = mul nsw i64 %v24, 4
  store i64 0, ptr %v26, align 8
  %v28 = getelementptr inbounds i64, ptr %v26, i64 1
  store i64 %i22, ptr %v28, align 8
  %v29 = getelementptr inbounds i64, ptr %v26, i64 2
  store i64 0, ptr %v29, align 8
  %v30 = getelementptr inbounds i64, ptr %v26, i64 3
  store i64 %v27, ptr %v30, align 8
  %v31 = getelementptr inbounds i64, ptr %v26, i64 4
  store i64 1, ptr %v31, align 8
  %v32 = getelementptr inbounds i64, ptr %v26, i64 5
  store i64 7, ptr %v32, align 8
  %v33 = add nsw i64 %i22, 1
  br label %b19
b21:
  br label %b18
b18:
  %v34 = icmp slt i64 %task, 1
  br i1 %v34, label %b35, label %b36
b35:
  %v37 = mul nsw i64 %task, 108
  %v38 = mul nsw i64 %v37, 4
  %v39 = getelementptr inbounds i8, ptr %v4, i64 %v38
  %v40 = mul nsw i64 %task, 1728
  %v41 = getelementptr inbounds i8, ptr %v11, i64 %v40
  call void @mm_float32_pack_taps(i64 3, i64 9, i64 4, ptr %v39, i64 108, ptr %v41)
  br label %b36
b36:
  %v42 = icmp sge i64 %task, 1
  br i1 %v42, label %b43, label %b44
b43:
  %v45 = sub nsw i64 %task, 1
  %v46 = mul nsw i64 %v9, 8
  %v47 = call i64 @llvm.smin.i64(i64 16, i64 %v46)
  %v48 = mul nsw i64 %v45, 16
  %v49 = add nsw i64 %v45, 1
  %v50 = mul nsw i64 %v49, 16
  %v51 = udiv i64 %v48, %v47
  %v52 = udiv i64 %v50, %v47
  br label %b53
b53:
  %i56 = phi i64 [ %v51, %b43 ], [ %v68, %b54 ]
  %v57 = icmp slt i64 %i56, %v52
  br i1 %v57, label %b54, label %b55
b54:
  %v58 = urem i64 %i56, 8
  %v59 = udiv i64 %i56, 8
  %v60 = mul nsw i64 %v59, 192
  %v61 = mul nsw i64 %v58, 8
  %v62 = add nsw i64 %v60, %v61
  %v63 = mul nsw i64 %v62, 4
  %v64 = getelementptr inbounds i8, ptr %v2, i64 %v63
  %v65 = mul nsw i64 %i56, 8
  %v66 = mul nsw i64 %v65, 12
  %v67 = getelementptr inbounds i8, ptr %v15, i64 %v66
  call void @mm_float32_interleave_3(i64 8, ptr %v64, i64 256, ptr %v67)
  %v68 = add nsw i64 %i56, 1
  br label %b53
b55:
  br label %b44
b44:
  ret void
}
define internal void @mm_float32_pack_taps(i64 %channels, i64 %taps, i64 %columns, ptr %w, i64 %wn, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %channels, 64
  %v2 = mul nsw i64 %channels, %taps
  %v3 = udiv i64 %v2, 8
  %v4 = mul nsw i64 %v3, 8
  %v5 = sub nsw i64 %columns, 1
  %v6 = call i64 @llvm.smin.i64(i64 0, i64 %v5)
  %v7 = mul nsw i64 %v6, %wn
  %v8 = getelementptr inbounds i8, ptr %w, i64 %v7
  %v9 = call i64 @llvm.smin.i64(i64 1, i64 %v5)
  %v10 = mul nsw i64 %v9, %wn
  %v11 = getelementptr inbounds i8, ptr %w, i64 %v10
  %v12 = call i64 @llvm.smin.i64(i64 2, i64 %v5)
  %v13 = mul nsw i64 %v12, %wn
  %v14 = getelementptr inbounds i8, ptr %w, i64 %v13
  %v15 = call i64 @llvm.smin.i64(i64 3, i64 %v5)
  %v16 = mul nsw i64 %v15, %wn
  %v17 = getelementptr inbounds i8, ptr %w, i64 %v16
  %v18 = call i64 @llvm.smin.i64(i64 4, i64 %v5)
  %v19 = mul nsw i64 %v18, %wn
  %v20 = getelementptr inbounds i8, ptr %w, i64 %v19
  %v21 = call i64 @llvm.smin.i64(i64 5, i64 %v5)
  %v22 = mul nsw i64 %v21, %wn
  %v23 = getelementptr inbounds i8, ptr %w, i64 %v22
  %v24 = call i64 @llvm.smin.i64(i64 6, i64 %v5)
  %v25 = mul nsw i64 %v24, %wn
  %v26 = getelementptr inbounds i8, ptr %w, i64 %v25
  %v27 = call i64 @llvm.smin.i64(i64 7, i64 %v5)
  %v28 = mul nsw i64 %v27, %wn
  %v29 = getelementptr inbounds i8, ptr %w, i64 %v28
  br label %b30
b30:
  %i33 = phi i64 [ 0, %start ], [ %v141, %b31 ]
  %c33_0 = phi ptr [ %d, %start ], [ %v138, %b31 ]
  %c33_1 = phi ptr [ %d, %start ], [ %v139, %b31 ]
  %c33_2 = phi i64 [ 0, %start ], [ %v140, %b31 ]
  %v34 = icmp slt i64 %i33, %v4
  br i1 %v34, label %b31, label %b32
b31:
  %v35 = mul nsw i64 %i33, 4
  %v36 = getelementptr inbounds i8, ptr %v8, i64 %v35
  %v37 = load <8 x float>, ptr %v36, align 4
  %v38 = getelementptr inbounds i8, ptr %v11, i64 %v35
  %v39 = load <8 x float>, ptr %v38, align 4
  %v40 = getelementptr inbounds i8, ptr %v14, i64 %v35
  %v41 = load <8 x float>, ptr %v40, align 4
  %v42 = getelementptr inbounds i8, ptr %v17, i64 %v35
  %v43 = load <8 x float>, ptr %v42, align 4
  %v44 = getelementptr inbounds i8, ptr %v20, i64 %v35
  %v45 = load <8 x float>, ptr %v44, align 4
  %v46 = getelementptr inbounds i8, ptr %v23, i64 %v35
  %v47 = load <8 x float>, ptr %v46, align 4
  %v48 = getelementptr inbounds i8, ptr %v26, i64 %v35
  %v49 = load <8 x float>, ptr %v48, align 4
  %v50 = getelementptr inbounds i8, ptr %v29, i64 %v35
  %v51 = load <8 x float>, ptr %v50, align 4
  %v52 = add nsw i64 %v35, 512
  %v53 = getelementptr inbounds i8, ptr %v8, i64 %v52
  call void @llvm.prefetch.p0(ptr %v53, i32 0, i32 2, i32 1)
  %v54 = getelementptr inbounds i8, ptr %v11, i64 %v52
  call void @llvm.prefetch.p0(ptr %v54, i32 0, i32 2, i32 1)
  %v55 = getelementptr inbounds i8, ptr %v14, i64 %v52
  call void @llvm.prefetch.p0(ptr %v55, i32 0, i32 2, i32 1)
  %v56 = getelementptr inbounds i8, ptr %v17, i64 %v52
  call void @llvm.prefetch.p0(ptr %v56, i32 0, i32 2, i32 1)
  %v57 = getelementptr inbounds i8, ptr %v20, i64 %v52
  call void @llvm.prefetch.p0(ptr %v57, i32 0, i32 2, i32 1)
  %v58 = getelementptr inbounds i8, ptr %v23, i64 %v52
  call void @llvm.prefetch.p0(ptr %v58, i32 0, i32 2, i32 1)
  %v59 = getelementptr inbounds i8, ptr %v26, i64 %v52
  call void @llvm.prefetch.p0(ptr %v59, i32 0, i32 2, i32 1)
  %v60 = getelementptr inbounds i8, ptr %v29, i64 %v52
  call void @llvm.prefetch.p0(ptr %v60, i32 0, i32 2, i32 1)
  %v61 = shufflevector <8 x float> %v37, <8 x float> %v39, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v62 = shufflevector <8 x float> %v37, <8 x float> %v39, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v63 = shufflevector <8 x float> %v41, <8 x float> %v43, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v64 = shufflevector <8 x float> %v41, <8 x float> %v43, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v65 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v66 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v67 = shufflevector <8 x float> %v62, <8 x float> %v64, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v68 = shufflevector <8 x float> %v62, <8 x float> %v64, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v69 = shufflevector <8 x float> %v45, <8 x float> %v47, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v70 = shufflevector <8 x float> %v45, <8 x float> %v47, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v71 = shufflevector <8 x float> %v49, <8 x float> %v51, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v72 = shufflevector <8 x float> %v49, <8 x float> %v51, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v73 = shufflevector <8 x float> %v69, <8 x float> %v71, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v74 = shufflevector <8 x float> %v69, <8 x float> %v71, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v75 = shufflevector <8 x float> %v70, <8 x float> %v72, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v76 = shufflevector <8 x float> %v70, <8 x float> %v72, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v77 = shufflevector <8 x float> %v65, <8 x float> %v73, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v78 = shufflevector <8 x float> %v65, <8 x float> %v73, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v79 = shufflevector <8 x float> %v66, <8 x float> %v74, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v80 = shufflevector <8 x float> %v66, <8 x float> %v74, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v81 = shufflevector <8 x float> %v67, <8 x float> %v75, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v82 = shufflevector <8 x float> %v67, <8 x float> %v75, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v83 = shufflevector <8 x float> %v68, <8 x float> %v76, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v84 = shufflevector <8 x float> %v68, <8 x float> %v76, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v77, ptr %c33_0, align 4
  %v85 = add nsw i64 %c33_2, 1
  %v86 = icmp eq i64 %v85, %taps
  %v87 = getelementptr inbounds i8, ptr %c33_1, i64 64
  %v88 = getelementptr inbounds i8, ptr %c33_0, i64 %v1
  %v89 = select i1 %v86, ptr %v87, ptr %v88
  %v90 = select i1 %v86, ptr %v87, ptr %c33_1
  %v91 = select i1 %v86, i64 0, i64 %v85
  store <8 x float> %v79, ptr %v89, align 4
  %v92 = add nsw i64 %v91, 1
  %v93 = icmp eq i64 %v92, %taps
  %v94 = getelementptr inbounds i8, ptr %v90, i64 64
  %v95 = getelementptr inbounds i8, ptr %v89, i64 %v1
  %v96 = select i1 %v93, ptr %v94, ptr %v95
  %v97 = select i1 %v93, ptr %v94, ptr %v90
  %v98 = select i1 %v93, i64 0, i64 %v92
  store <8 x float> %v81, ptr %v96, align 4
  %v99 = add nsw i64 %v98, 1
  %v100 = icmp eq i64 %v99, %taps
  %v101 = getelementptr inbounds i8, ptr %v97, i64 64
  %v102 = getelementptr inbounds i8, ptr %v96, i64 %v1
  %v103 = select i1 %v100, ptr %v101, ptr %v102
  %v104 = select i1 %v100, ptr %v101, ptr %v97
  %v105 = select i1 %v100, i64 0, i64 %v99
  store <8 x float> %v83, ptr %v103, align 4
  %v106 = add nsw i64 %v105, 1
  %v107 = icmp eq i64 %v106, %taps
  %v108 = getelementptr inbounds i8, ptr %v104, i64 64
  %v109 = getelementptr inbounds i8, ptr %v103, i64 %v1
  %v110 = select i1 %v107, ptr %v108, ptr %v109
  %v111 = select i1 %v107, ptr %v108, ptr %v104
  %v112 = select i1 %v107, i64 0, i64 %v106
  store <8 x float> %v78, ptr %v110, align 4
  %v113 = add nsw i64 %v112, 1
  %v114 = icmp eq i64 %v113, %taps
  %v115 = getelementptr inbounds i8, ptr %v111, i64 64
  %v116 = getelementptr inbounds i8, ptr %v110, i64 %v1
  %v117 = select i1 %v114, ptr %v115, ptr %v116
  %v118 = select i1 %v114, ptr %v115, ptr %v111
  %v119 = select i1 %v114, i64 0, i64 %v113
  store <8 x float> %v80, ptr %v117, align 4
  %v120 = add nsw i64 %v119, 1
  %v121 = icmp eq i64 %v120, %taps
  %v122 = getelementptr inbounds i8, ptr %v118, i64 64
  %v123 = getelementptr inbounds i8, ptr %v117, i64 %v1
  %v124 = select i1 %v121, ptr %v122, ptr %v123
  %v125 = select i1 %v121, ptr %v122, ptr %v118
  %v126 = select i1 %v121, i64 0, i64 %v120
  store <8 x float> %v82, ptr %v124, align 4
  %v127 = add nsw i64 %v126, 1
  %v128 = icmp eq i64 %v127, %taps
  %v129 = getelementptr inbounds i8, ptr %v125, i64 64
  %v130 = getelementptr inbounds i8, ptr %v124, i64 %v1
  %v131 = select i1 %v128, ptr %v129, ptr %v130
  %v132 = select i1 %v128, ptr %v129, ptr %v125
  %v133 = select i1 %v128, i64 0, i64 %v127
  store <8 x float> %v84, ptr %v131, align 4
  %v134 = add nsw i64 %v133, 1
  %v135 = icmp eq i64 %v134, %taps
  %v136 = getelementptr inbounds i8, ptr %v132, i64 64
  %v137 = getelementptr inbounds i8, ptr %v131, i64 %v1
  %v138 = select i1 %v135, ptr %v136, ptr %v137
  %v139 = select i1 %v135, ptr %v136, ptr %v132
  %v140 = select i1 %v135, i64 0, i64 %v134
  %v141 = add nsw i64 %i33, 8
  br label %b30
b32:
  br label %b142
b142:
  %i145 = phi i64 [ %v4, %b32 ], [ %v178, %b143 ]
  %c145_0 = phi ptr [ %c33_0, %b32 ], [ %v175, %b143 ]
  %c145_1 = phi ptr [ %c33_1, %b32 ], [ %v176, %b143 ]
  %c145_2 = phi i64 [ %c33_2, %b32 ], [ %v177, %b143 ]
  %v146 = icmp slt i64 %i145, %v2
  br i1 %v146, label %b143, label %b144
b143:
  %v147 = mul nsw i64 %i145, 4
  %v148 = getelementptr inbounds i8, ptr %v8, i64 %v147
  %v149 = load float, ptr %v148, align 4
  store float %v149, ptr %c145_0, align 4
  %v150 = getelementptr inbounds i8, ptr %v11, i64 %v147
  %v151 = load float, ptr %v150, align 4
  %v152 = getelementptr inbounds i8, ptr %c145_0, i64 4
  store float %v151, ptr %v152, align 4
  %v153 = getelementptr inbounds i8, ptr %v14, i64 %v147
  %v154 = load float, ptr %v153, align 4
  %v155 = getelementptr inbounds i8, ptr %c145_0, i64 8
  store float %v154, ptr %v155, align 4
  %v156 = getelementptr inbounds i8, ptr %v17, i64 %v147
  %v157 = load float, ptr %v156, align 4
  %v158 = getelementptr inbounds i8, ptr %c145_0, i64 12
  store float %v157, ptr %v158, align 4
  %v159 = getelementptr inbounds i8, ptr %v20, i64 %v147
  %v160 = load float, ptr %v159, align 4
  %v161 = getelementptr inbounds i8, ptr %c145_0, i64 16
  store float %v160, ptr %v161, align 4
  %v162 = getelementptr inbounds i8, ptr %v23, i64 %v147
  %v163 = load float, ptr %v162, align 4
  %v164 = getelementptr inbounds i8, ptr %c145_0, i64 20
  store float %v163, ptr %v164, align 4
  %v165 = getelementptr inbounds i8, ptr %v26, i64 %v147
  %v166 = load float, ptr %v165, align 4
  %v167 = getelementptr inbounds i8, ptr %c145_0, i64 24
  store float %v166, ptr %v167, align 4
  %v168 = getelementptr inbounds i8, ptr %v29, i64 %v147
  %v169 = load float, ptr %v168, align 4
  %v170 = getelementptr inbounds i8, ptr %c145_0, i64 28
  store float %v169, ptr %v170, align 4
  %v171 = add nsw i64 %c145_2, 1
  %v172 = icmp eq i64 %v171, %taps
  %v173 = getelementptr inbounds i8, ptr %c145_1, i64 64
  %v174 = getelementptr inbounds i8, ptr %c145_0, i64 %v1
  %v175 = select i1 %v172, ptr %v173, ptr %v174
  %v176 = select i1 %v172, ptr %v173, ptr %c145_1
  %v177 = select i1 %v172, i64 0, i64 %v171
  %v178 = add nsw i64 %i145, 1
  br label %b142
b144:
  %v179 = call i64 @llvm.smin.i64(i64 8, i64 %v5)
  %v180 = mul nsw i64 %v179, %wn
  %v181 = getelementptr inbounds i8, ptr %w, i64 %v180
  %v182 = call i64 @llvm.smin.i64(i64 9, i64 %v5)
  %v183 = mul nsw i64 %v182, %wn
  %v184 = getelementptr inbounds i8, ptr %w, i64 %v183
  %v185 = call i64 @llvm.smin.i64(i64 10, i64 %v5)
  %v186 = mul nsw i64 %v185, %wn
  %v187 = getelementptr inbounds i8, ptr %w, i64 %v186
  %v188 = call i64 @llvm.smin.i64(i64 11, i64 %v5)
  %v189 = mul nsw i64 %v188, %wn
  %v190 = getelementptr inbounds i8, ptr %w, i64 %v189
  %v191 = call i64 @llvm.smin.i64(i64 12, i64 %v5)
  %v192 = mul nsw i64 %v191, %wn
  %v193 = getelementptr inbounds i8, ptr %w, i64 %v192
  %v194 = call i64 @llvm.smin.i64(i64 13, i64 %v5)
  %v195 = mul nsw i64 %v194, %wn
  %v196 = getelementptr inbounds i8, ptr %w, i64 %v195
  %v197 = call i64 @llvm.smin.i64(i64 14, i64 %v5)
  %v198 = mul nsw i64 %v197, %wn
  %v199 = getelementptr inbounds i8, ptr %w, i64 %v198
  %v200 = call i64 @llvm.smin.i64(i64 15, i64 %v5)
  %v201 = mul nsw i64 %v200, %wn
  %v202 = getelementptr inbounds i8, ptr %w, i64 %v201
  %v203 = getelementptr inbounds i8, ptr %d, i64 32
  br label %b204
b204:
  %i207 = phi i64 [ 0, %b144 ], [ %v315, %b205 ]
  %c207_0 = phi ptr [ %v203, %b144 ], [ %v312, %b205 ]
  %c207_1 = phi ptr [ %v203, %b144 ], [ %v313, %b205 ]
  %c207_2 = phi i64 [ 0, %b144 ], [ %v314, %b205 ]
  %v208 = icmp slt i64 %i207, %v4
  br i1 %v208, label %b205, label %b206
b205:
  %v209 = mul nsw i64 %i207, 4
  %v210 = getelementptr inbounds i8, ptr %v181, i64 %v209
  %v211 = load <8 x float>, ptr %v210, align 4
  %v212 = getelementptr inbounds i8, ptr %v184, i64 %v209
  %v213 = load <8 x float>, ptr %v212, align 4
  %v214 = getelementptr inbounds i8, ptr %v187, i64 %v209
  %v215 = load <8 x float>, ptr %v214, align 4
  %v216 = getelementptr inbounds i8, ptr %v190, i64 %v209
  %v217 = load <8 x float>, ptr %v216, align 4
  %v218 = getelementptr inbounds i8, ptr %v193, i64 %v209
  %v219 = load <8 x float>, ptr %v218, align 4
  %v220 = getelementptr inbounds i8, ptr %v196, i64 %v209
  %v221 = load <8 x float>, ptr %v220, align 4
  %v222 = getelementptr inbounds i8, ptr %v199, i64 %v209
  %v223 = load <8 x float>, ptr %v222, align 4
  %v224 = getelementptr inbounds i8, ptr %v202, i64 %v209
  %v225 = load <8 x float>, ptr %v224, align 4
  %v226 = add nsw i64 %v209, 512
  %v227 = getelementptr inbounds i8, ptr %v181, i64 %v226
  call void @llvm.prefetch.p0(ptr %v227, i32 0, i32 2, i32 1)
  %v228 = getelementptr inbounds i8, ptr %v184, i64 %v226
  call void @llvm.prefetch.p0(ptr %v228, i32 0, i32 2, i32 1)
  %v229 = getelementptr inbounds i8, ptr %v187, i64 %v226
  call void @llvm.prefetch.p0(ptr %v229, i32 0, i32 2, i32 1)
  %v230 = getelementptr inbounds i8, ptr %v190, i64 %v226
  call void @llvm.prefetch.p0(ptr %v230, i32 0, i32 2, i32 1)
  %v231 = getelementptr inbounds i8, ptr %v193, i64 %v226
  call void @llvm.prefetch.p0(ptr %v231, i32 0, i32 2, i32 1)
  %v232 = getelementptr inbounds i8, ptr %v196, i64 %v226
  call void @llvm.prefetch.p0(ptr %v232, i32 0, i32 2, i32 1)
  %v233 = getelementptr inbounds i8, ptr %v199, i64 %v226
  call void @llvm.prefetch.p0(ptr %v233, i32 0, i32 2, i32 1)
  %v234 = getelementptr inbounds i8, ptr %v202, i64 %v226
  call void @llvm.prefetch.p0(ptr %v234, i32 0, i32 2, i32 1)
  %v235 = shufflevector <8 x float> %v211, <8 x float> %v213, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v236 = shufflevector <8 x float> %v211, <8 x float> %v213, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v237 = shufflevector <8 x float> %v215, <8 x float> %v217, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v238 = shufflevector <8 x float> %v215, <8 x float> %v217, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v239 = shufflevector <8 x float> %v235, <8 x float> %v237, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v240 = shufflevector <8 x float> %v235, <8 x float> %v237, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v241 = shufflevector <8 x float> %v236, <8 x float> %v238, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v242 = shufflevector <8 x float> %v236, <8 x float> %v238, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v243 = shufflevector <8 x float> %v219, <8 x float> %v221, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v244 = shufflevector <8 x float> %v219, <8 x float> %v221, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v245 = shufflevector <8 x float> %v223, <8 x float> %v225, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v246 = shufflevector <8 x float> %v223, <8 x float> %v225, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v247 = shufflevector <8 x float> %v243, <8 x float> %v245, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v248 = shufflevector <8 x float> %v243, <8 x float> %v245, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v249 = shufflevector <8 x float> %v244, <8 x float> %v246, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v250 = shufflevector <8 x float> %v244, <8 x float> %v246, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v251 = shufflevector <8 x float> %v239, <8 x float> %v247, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v252 = shufflevector <8 x float> %v239, <8 x float> %v247, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v253 = shufflevector <8 x float> %v240, <8 x float> %v248, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v254 = shufflevector <8 x float> %v240, <8 x float> %v248, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v255 = shufflevector <8 x float> %v241, <8 x float> %v249, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v256 = shufflevector <8 x float> %v241, <8 x float> %v249, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v257 = shufflevector <8 x float> %v242, <8 x float> %v250, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v258 = shufflevector <8 x float> %v242, <8 x float> %v250, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v251, ptr %c207_0, align 4
  %v259 = add nsw i64 %c207_2, 1
  %v260 = icmp eq i64 %v259, %taps
  %v261 = getelementptr inbounds i8, ptr %c207_1, i64 64
  %v262 = getelementptr inbounds i8, ptr %c207_0, i64 %v1
  %v263 = select i1 %v260, ptr %v261, ptr %v262
  %v264 = select i1 %v260, ptr %v261, ptr %c207_1
  %v265 = select i1 %v260, i64 0, i64 %v259
  store <8 x float> %v253, ptr %v263, align 4
  %v266 = add nsw i64 %v265, 1
  %v267 = icmp eq i64 %v266, %taps
  %v268 = getelementptr inbounds i8, ptr %v264, i64 64
  %v269 = getelementptr inbounds i8, ptr %v263, i64 %v1
  %v270 = select i1 %v267, ptr %v268, ptr %v269
  %v271 = select i1 %v267, ptr %v268, ptr %v264
  %v272 = select i1 %v267, i64 0, i64 %v266
  store <8 x float> %v255, ptr %v270, align 4
  %v273 = add nsw i64 %v272, 1
  %v274 = icmp eq i64 %v273, %taps
  %v275 = getelementptr inbounds i8, ptr %v271, i64 64
  %v276 = getelementptr inbounds i8, ptr %v270, i64 %v1
  %v277 = select i1 %v274, ptr %v275, ptr %v276
  %v278 = select i1 %v274, ptr %v275, ptr %v271
  %v279 = select i1 %v274, i64 0, i64 %v273
  store <8 x float> %v257, ptr %v277, align 4
  %v280 = add nsw i64 %v279, 1
  %v281 = icmp eq i64 %v280, %taps
  %v282 = getelementptr inbounds i8, ptr %v278, i64 64
  %v283 = getelementptr inbounds i8, ptr %v277, i64 %v1
  %v284 = select i1 %v281, ptr %v282, ptr %v283
  %v285 = select i1 %v281, ptr %v282, ptr %v278
  %v286 = select i1 %v281, i64 0, i64 %v280
  store <8 x float> %v252, ptr %v284, align 4
  %v287 = add nsw i64 %v286, 1
  %v288 = icmp eq i64 %v287, %taps
  %v289 = getelementptr inbounds i8, ptr %v285, i64 64
  %v290 = getelementptr inbounds i8, ptr %v284, i64 %v1
  %v291 = select i1 %v288, ptr %v289, ptr %v290
  %v292 = select i1 %v288, ptr %v289, ptr %v285
  %v293 = select i1 %v288, i64 0, i64 %v287
  store <8 x float> %v254, ptr %v291, align 4
  %v294 = add nsw i64 %v293, 1
  %v295 = icmp eq i64 %v294, %taps
  %v296 = getelementptr inbounds i8, ptr %v292, i64 64
  %v297 = getelementptr inbounds i8, ptr %v291, i64 %v1
  %v298 = select i1 %v295, ptr %v296, ptr %v297
  %v299 = select i1 %v295, ptr %v296, ptr %v292
  %v300 = select i1 %v295, i64 0, i64 %v294
  store <8 x float> %v256, ptr %v298, align 4
  %v301 = add nsw i64 %v300, 1
  %v302 = icmp eq i64 %v301, %taps
  %v303 = getelementptr inbounds i8, ptr %v299, i64 64
  %v304 = getelementptr inbounds i8, ptr %v298, i64 %v1
  %v305 = select i1 %v302, ptr %v303, ptr %v304
  %v306 = select i1 %v302, ptr %v303, ptr %v299
  %v307 = select i1 %v302, i64 0, i64 %v301
  store <8 x float> %v258, ptr %v305, align 4
  %v308 = add nsw i64 %v307, 1
  %v309 = icmp eq i64 %v308, %taps
  %v310 = getelementptr inbounds i8, ptr %v306, i64 64
  %v311 = getelementptr inbounds i8, ptr %v305, i64 %v1
  %v312 = select i1 %v309, ptr %v310, ptr %v311
  %v313 = select i1 %v309, ptr %v310, ptr %v306
  %v314 = select i1 %v309, i64 0, i64 %v308
  %v315 = add nsw i64 %i207, 8
  br label %b204
b206:
  br label %b316
b316:
  %i319 = phi i64 [ %v4, %b206 ], [ %v352, %b317 ]
  %c319_0 = phi ptr [ %c207_0, %b206 ], [ %v349, %b317 ]
  %c319_1 = phi ptr [ %c207_1, %b206 ], [ %v350, %b317 ]
  %c319_2 = phi i64 [ %c207_2, %b206 ], [ %v351, %b317 ]
  %v320 = icmp slt i64 %i319, %v2
  br i1 %v320, label %b317, label %b318
b317:
  %v321 = mul nsw i64 %i319, 4
  %v322 = getelementptr inbounds i8, ptr %v181, i64 %v321
  %v323 = load float, ptr %v322, align 4
  store float %v323, ptr %c319_0, align 4
  %v324 = getelementptr inbounds i8, ptr %v184, i64 %v321
  %v325 = load float, ptr %v324, align 4
  %v326 = getelementptr inbounds i8, ptr %c319_0, i64 4
  store float %v325, ptr %v326, align 4
  %v327 = getelementptr inbounds i8, ptr %v187, i64 %v321
  %v328 = load float, ptr %v327, align 4
  %v329 = getelementptr inbounds i8, ptr %c319_0, i64 8
  store float %v328, ptr %v329, align 4
  %v330 = getelementptr inbounds i8, ptr %v190, i64 %v321
  %v331 = load float, ptr %v330, align 4
  %v332 = getelementptr inbounds i8, ptr %c319_0, i64 12
  store float %v331, ptr %v332, align 4
  %v333 = getelementptr inbounds i8, ptr %v193, i64 %v321
  %v334 = load float, ptr %v333, align 4
  %v335 = getelementptr inbounds i8, ptr %c319_0, i64 16
  store float %v334, ptr %v335, align 4
  %v336 = getelementptr inbounds i8, ptr %v196, i64 %v321
  %v337 = load float, ptr %v336, align 4
  %v338 = getelementptr inbounds i8, ptr %c319_0, i64 20
  store float %v337, ptr %v338, align 4
  %v339 = getelementptr inbounds i8, ptr %v199, i64 %v321
  %v340 = load float, ptr %v339, align 4
  %v341 = getelementptr inbounds i8, ptr %c319_0, i64 24
  store float %v340, ptr %v341, align 4
  %v342 = getelementptr inbounds i8, ptr %v202, i64 %v321
  %v343 = load float, ptr %v342, align 4
  %v344 = getelementptr inbounds i8, ptr %c319_0, i64 28
  store float %v343, ptr %v344, align 4
  %v345 = add nsw i64 %c319_2, 1
  %v346 = icmp eq i64 %v345, %taps
  %v347 = getelementptr inbounds i8, ptr %c319_1, i64 64
  %v348 = getelementptr inbounds i8, ptr %c319_0, i64 %v1
  %v349 = select i1 %v346, ptr %v347, ptr %v348
  %v350 = select i1 %v346, ptr %v347, ptr %c319_1
  %v351 = select i1 %v346, i64 0, i64 %v345
  %v352 = add nsw i64 %i319, 1
  br label %b316
b318:
  ret void
}
define internal void @mm_float32_interleave_3(i64 %pixels, ptr %source, i64 %sc, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i8, ptr %source, i64 %sc
  %v2 = mul nsw i64 %sc, 2
  %v3 = getelementptr inbounds i8, ptr %source, i64 %v2
  %v4 = udiv i64 %pixels, 8
  %v5 = mul nsw i64 %v4, 8
  br label %b6
b6:
  %i9 = phi i64 [ 0, %start ], [ %v31, %b7 ]
  %v10 = icmp slt i64 %i9, %v5
  br i1 %v10, label %b7, label %b8
b7:
  %v11 = mul nsw i64 %i9, 4
  %v12 = getelementptr inbounds i8, ptr %source, i64 %v11
  %v13 = load <8 x float>, ptr %v12, align 4
  %v14 = getelementptr inbounds i8, ptr %v1, i64 %v11
  %v15 = load <8 x float>, ptr %v14, align 4
  %v16 = getelementptr inbounds i8, ptr %v3, i64 %v11
  %v17 = load <8 x float>, ptr %v16, align 4
  %v18 = mul nsw i64 %v11, 3
  %v19 = getelementptr inbounds i8, ptr %d, i64 %v18
  %v20 = shufflevector <8 x float> %v13, <8 x float> %v13, <8 x i32> <i32 8, i32 0, i32 0, i32 9, i32 1, i32 1, i32 10, i32 2>
  %v21 = shufflevector <8 x float> %v20, <8 x float> %v15, <8 x i32> <i32 0, i32 8, i32 2, i32 3, i32 9, i32 5, i32 6, i32 10>
  %v22 = shufflevector <8 x float> %v21, <8 x float> %v17, <8 x i32> <i32 0, i32 1, i32 8, i32 3, i32 4, i32 9, i32 6, i32 7>
  store <8 x float> %v22, ptr %v19, align 4
  %v23 = shufflevector <8 x float> %v13, <8 x float> %v13, <8 x i32> <i32 2, i32 11, i32 3, i32 3, i32 12, i32 4, i32 4, i32 13>
  %v24 = shufflevector <8 x float> %v23, <8 x float> %v15, <8 x i32> <i32 0, i32 1, i32 11, i32 3, i32 4, i32 12, i32 6, i32 7>
  %v25 = shufflevector <8 x float> %v24, <8 x float> %v17, <8 x i32> <i32 10, i32 1, i32 2, i32 11, i32 4, i32 5, i32 12, i32 7>
  %v26 = getelementptr inbounds i8, ptr %v19, i64 32
  store <8 x float> %v25, ptr %v26, align 4
  %v27 = shufflevector <8 x float> %v13, <8 x float> %v13, <8 x i32> <i32 5, i32 5, i32 14, i32 6, i32 6, i32 15, i32 7, i32 7>
  %v28 = shufflevector <8 x float> %v27, <8 x float> %v15, <8 x i32> <i32 13, i32 1, i32 2, i32 14, i32 4, i32 5, i32 15, i32 7>
  %v29 = shufflevector <8 x float> %v28, <8 x float> %v17, <8 x i32> <i32 0, i32 13, i32 2, i32 3, i32 14, i32 5, i32 6, i32 15>
  %v30 = getelementptr inbounds i8, ptr %v19, i64 64
  store <8 x float> %v29, ptr %v30, align 4
  %v31 = add nsw i64 %i9, 8
  br label %b6
b8:
  br label %b32
b32:
  %i35 = phi i64 [ %v5, %b8 ], [ %v48, %b33 ]
  %v36 = icmp slt i64 %i35, %pixels
  br i1 %v36, label %b33, label %b34
b33:
  %v37 = mul nsw i64 %i35, 4
  %v38 = mul nsw i64 %v37, 3
  %v39 = getelementptr inbounds i8, ptr %d, i64 %v38
  %v40 = getelementptr inbounds i8, ptr %source, i64 %v37
  %v41 = load float, ptr %v40, align 4
  store float %v41, ptr %v39, align 4
  %v42 = getelementptr inbounds i8, ptr %v1, i64 %v37
  %v43 = load float, ptr %v42, align 4
  %v44 = getelementptr inbounds i8, ptr %v39, i64 4
  store float %v43, ptr %v44, align 4
  %v45 = getelementptr inbounds i8, ptr %v3, i64 %v37
  %v46 = load float, ptr %v45, align 4
  %v47 = getelementptr inbounds i8, ptr %v39, i64 8
  store float %v46, ptr %v47, align 4
  %v48 = add nsw i64 %i35, 1
  br label %b32
b34:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
define internal void @group0_1_conv(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  %v29 = alloca i8, i64 101376, align 64
  %v30 = alloca i8, i64 38016, align 64
  %v31 = alloca i8, i64 2048, align 64
  %v32 = alloca i8, i64 5376, align 64
  %v33 = alloca i64, i64 22, align 64
  %v93 = alloca <8 x float>, i64 8, align 64
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %frame, i64 3
  %v6 = load ptr, ptr %v5, align 8
  %v7 = load ptr, ptr %frame, align 8
  %v8 = getelementptr inbounds i64, ptr %v7, i64 3
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %frame, i64 6
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = mul nsw i64 %v9, 4
  %v17 = call i64 @llvm.smin.i64(i64 %v16, i64 0)
  %v18 = call i64 @llvm.smax.i64(i64 1, i64 %v17)
  %v19 = add nsw i64 %v18, 2
  %v20 = udiv i64 %v19, 3
  %v21 = call i64 @llvm.smin.i64(i64 1, i64 %v20)
  %v22 = call i64 @llvm.smax.i64(i64 %v21, i64 1)
  %v23 = mul nsw i64 3, %v22
  %v24 = call i64 @llvm.smin.i64(i64 %v23, i64 %v18)
  %v25 = sub nsw i64 %v22, 1
  %v26 = add nsw i64 1, %v25
  %v27 = udiv i64 %v26, %v22
  %v28 = mul nsw i64 %v27, 32
  call void @mm_float32_clear(ptr %v31)
  store i64 768, ptr %v33, align 8
  %v34 = getelementptr inbounds i64, ptr %v33, i64 1
  store i64 768, ptr %v34, align 8
  %v35 = getelementptr inbounds i64, ptr %v33, i64 2
  store i64 96, ptr %v35, align 8
  %v36 = getelementptr inbounds i64, ptr %v33, i64 3
  store i64 12, ptr %v36, align 8
  %v37 = getelementptr inbounds i64, ptr %v33, i64 4
  store i64 1, ptr %v37, align 8
  %v38 = getelementptr inbounds i64, ptr %v33, i64 5
  store i64 8, ptr %v38, align 8
  %v39 = getelementptr inbounds i64, ptr %v33, i64 6
  store i64 8, ptr %v39, align 8
  %v40 = getelementptr inbounds i64, ptr %v33, i64 7
  store i64 1, ptr %v40, align 8
  %v41 = getelementptr inbounds i64, ptr %v33, i64 8
  store i64 8, ptr %v41, align 8
  %v42 = getelementptr inbounds i64, ptr %v33, i64 9
  store i64 8, ptr %v42, align 8
  %v43 = getelementptr inbounds i64, ptr %v33, i64 10
  store i64 1, ptr %v43, align 8
  %v44 = getelementptr inbounds i64, ptr %v33, i64 11
  store i64 1, ptr %v44, align 8
  %v45 = getelementptr inbounds i64, ptr %v33, i64 12
  store i64 1, ptr %v45, align 8
  %v46 = getelementptr inbounds i64, ptr %v33, i64 13
  store i64 0, ptr %v46, align 8
  %v47 = getelementptr inbounds i64, ptr %v33, i64 14
  store i64 -1, ptr %v47, align 8
  %v48 = getelementptr inbounds i64, ptr %v33, i64 15
  store i64 -1, ptr %v48, align 8
  %v49 = getelementptr inbounds i64, ptr %v33, i64 16
  store i64 9, ptr %v49, align 8
  %v50 = getelementptr inbounds i64, ptr %v33, i64 17
  store i64 3, ptr %v50, align 8
  %v51 = getelementptr inbounds i64, ptr %v33, i64 18
  store i64 3, ptr %v51, align 8
  %v52 = getelementptr inbounds i64, ptr %v33, i64 19
  store i64 1, ptr %v52, align 8
  %v53 = getelementptr inbounds i64, ptr %v33, i64 20
  store i64 1, ptr %v53, align 8
  %v54 = getelementptr inbounds i64, ptr %v33, i64 21
  store i64 1, ptr %v54, align 8
  %v55 = mul nsw i64 %task, %v23
  %v56 = udiv i64 %v55, %v24
  %v57 = add nsw i64 %task, 1
  %v58 = mul nsw i64 %v57, %v23
  %v59 = udiv i64 %v58, %v24
  br label %b60
b60:
  %i63 = phi i64 [ %v56, %start ], [ %v217, %b81 ]
  %v64 = icmp slt i64 %i63, %v59
  br i1 %v64, label %b61, label %b62
b61:
  %v65 = urem i64 %i63, 3
  %v66 = udiv i64 %i63, 3
  %v67 = udiv i64 %v66, %v22
  %v68 = urem i64 %v66, %v22
  %v69 = mul nsw i64 %v68, %v28
  %v70 = add nsw i64 %v69, %v28
  %v71 = call i64 @llvm.smin.i64(i64 4, i64 %v70)
  %v72 = mul nsw i64 %v65, 48
  %v73 = sub nsw i64 128, %v72
  %v74 = call i64 @llvm.smin.i64(i64 48, i64 %v73)
  %v75 = urem i64 %v72, 8
  %v76 = udiv i64 %v72, 8
  %v77 = urem i64 %v76, 8
  %v78 = udiv i64 %v76, 8
  br label %b79
b79:
  %i82 = phi i64 [ %v69, %b61 ], [ %v216, %b101 ]
  %v83 = icmp slt i64 %i82, %v71
  br i1 %v83, label %b80, label %b81
b80:
  %v84 = sub nsw i64 %v71, %i82
  %v85 = call i64 @llvm.smin.i64(i64 16, i64 %v84)
  %v86 = mul nsw i64 %v67, 3
  %v87 = mul nsw i64 %v86, 4
  %v88 = getelementptr inbounds i8, ptr %v15, i64 %v87
  %v89 = udiv i64 %i82, 16
  %v90 = add nsw i64 %v67, %v89
  %v91 = mul nsw i64 %v90, 1728
  %v92 = getelementptr inbounds i8, ptr %v11, i64 %v91
  call void @mm_float32_point(ptr %v33, ptr %v13, ptr %v88, i64 %v78, i64 0, i64 %v77, i64 %v75, i64 %v74, i64 0, i64 27, ptr %v29, i64 2112, ptr %v30, ptr %v31)
  call void @mm_float32_rows_001(i64 %v74, i64 %v85, i64 27, ptr %v30, ptr %v92, i64 1728, ptr %v32, i64 96, i64 0, i64 1, i64 0, i64 9, i64 3)
  %v94 = mul nsw i64 %v67, 4
  %v95 = add nsw i64 %v94, %i82
  %v96 = add nsw i64 %v75, %v74
  %v97 = add nsw i64 %v96, 7
  %v98 = udiv i64 %v97, 8
  br label %b99
b99:
  %i102 = phi i64 [ 0, %b80 ], [ %v215, %b109 ]
  %c102_0 = phi i64 [ %v78, %b80 ], [ %v213, %b109 ]
  %c102_1 = phi i64 [ 0, %b80 ], [ %v211, %b109 ]
  %c102_2 = phi i64 [ %v77, %b80 ], [ %v207, %b109 ]
  %c102_3 = phi i64 [ %v75, %b80 ], [ %v203, %b109 ]
  %c102_4 = phi i64 [ 0, %b80 ], [ %v214, %b109 ]
  %v103 = icmp slt i64 %i102, %v98
  br i1 %v103, label %b100, label %b101
b100:
  %v104 = sub nsw i64 8, %c102_3
  %v105 = sub nsw i64 %v74, %c102_4
  %v106 = call i64 @llvm.smin.i64(i64 %v104, i64 %v105)
  br label %b107
b107:
  %i110 = phi i64 [ 0, %b100 ], [ %v201, %b114 ]
  %v111 = icmp slt i64 %i110, %v106
  br i1 %v111, label %b108, label %b109
b108:
  br label %b112
b112:
  %i115 = phi i64 [ 0, %b108 ], [ %v200, %b179 ]
  %v116 = icmp slt i64 %i115, %v85
  br i1 %v116, label %b113, label %b114
b113:
  %v117 = add nsw i64 %c102_4, %i110
  %v118 = mul nsw i64 %v117, 96
  %v119 = mul nsw i64 %i115, 4
  %v120 = add nsw i64 %v118, %v119
  %v121 = getelementptr inbounds i8, ptr %v32, i64 %v120
  %v122 = load <8 x float>, ptr %v121, align 4
  %v123 = getelementptr inbounds i8, ptr %v121, i64 96
  %v124 = load <8 x float>, ptr %v123, align 4
  %v125 = getelementptr inbounds i8, ptr %v121, i64 192
  %v126 = load <8 x float>, ptr %v125, align 4
  %v127 = getelementptr inbounds i8, ptr %v121, i64 288
  %v128 = load <8 x float>, ptr %v127, align 4
  %v129 = getelementptr inbounds i8, ptr %v121, i64 384
  %v130 = load <8 x float>, ptr %v129, align 4
  %v131 = getelementptr inbounds i8, ptr %v121, i64 480
  %v132 = load <8 x float>, ptr %v131, align 4
  %v133 = getelementptr inbounds i8, ptr %v121, i64 576
  %v134 = load <8 x float>, ptr %v133, align 4
  %v135 = getelementptr inbounds i8, ptr %v121, i64 672
  %v136 = load <8 x float>, ptr %v135, align 4
  %v137 = shufflevector <8 x float> %v122, <8 x float> %v124, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v138 = shufflevector <8 x float> %v122, <8 x float> %v124, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v139 = shufflevector <8 x float> %v126, <8 x float> %v128, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v140 = shufflevector <8 x float> %v126, <8 x float> %v128, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v141 = shufflevector <8 x float> %v137, <8 x float> %v139, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v142 = shufflevector <8 x float> %v137, <8 x float> %v139, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v143 = shufflevector <8 x float> %v138, <8 x float> %v140, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v144 = shufflevector <8 x float> %v138, <8 x float> %v140, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v145 = shufflevector <8 x float> %v130, <8 x float> %v132, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v146 = shufflevector <8 x float> %v130, <8 x float> %v132, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v147 = shufflevector <8 x float> %v134, <8 x float> %v136, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v148 = shufflevector <8 x float> %v134, <8 x float> %v136, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v149 = shufflevector <8 x float> %v145, <8 x float> %v147, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v150 = shufflevector <8 x float> %v145, <8 x float> %v147, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v151 = shufflevector <8 x float> %v146, <8 x float> %v148, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v152 = shufflevector <8 x float> %v146, <8 x float> %v148, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v153 = shufflevector <8 x float> %v141, <8 x float> %v149, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v154 = shufflevector <8 x float> %v141, <8 x float> %v149, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v155 = shufflevector <8 x float> %v142, <8 x float> %v150, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v156 = shufflevector <8 x float> %v142, <8 x float> %v150, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v157 = shufflevector <8 x float> %v143, <8 x float> %v151, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v158 = shufflevector <8 x float> %v143, <8 x float> %v151, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v159 = shufflevector <8 x float> %v144, <8 x float> %v152, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v160 = shufflevector <8 x float> %v144, <8 x float> %v152, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v153, ptr %v93, align 4
  %v161 = getelementptr inbounds i8, ptr %v93, i64 32
  store <8 x float> %v155, ptr %v161, align 4
  %v162 = getelementptr inbounds i8, ptr %v93, i64 64
  store <8 x float> %v157, ptr %v162, align 4
  %v163 = getelementptr inbounds i8, ptr %v93, i64 96
  store <8 x float> %v159, ptr %v163, align 4
  %v164 = getelementptr inbounds i8, ptr %v93, i64 128
  store <8 x float> %v154, ptr %v164, align 4
  %v165 = getelementptr inbounds i8, ptr %v93, i64 160
  store <8 x float> %v156, ptr %v165, align 4
  %v166 = getelementptr inbounds i8, ptr %v93, i64 192
  store <8 x float> %v158, ptr %v166, align 4
  %v167 = getelementptr inbounds i8, ptr %v93, i64 224
  store <8 x float> %v160, ptr %v167, align 4
  %v168 = sub nsw i64 %v106, %i110
  %v169 = call i64 @llvm.smin.i64(i64 %v168, i64 8)
  %v170 = call i64 @llvm.smax.i64(i64 %v169, i64 0)
  %v171 = trunc i64 %v170 to i32
  %v172 = insertelement <8 x i32> poison, i32 %v171, i64 0
  %v173 = shufflevector <8 x i32> %v172, <8 x i32> poison, <8 x i32> zeroinitializer
  %v174 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v173
  %v175 = sub nsw i64 %v85, %i115
  %v176 = call i64 @llvm.smin.i64(i64 8, i64 %v175)
  br label %b177
b177:
  %i180 = phi i64 [ 0, %b113 ], [ %v199, %b178 ]
  %v181 = icmp slt i64 %i180, %v176
  br i1 %v181, label %b178, label %b179
b178:
  %v182 = mul nsw i64 %i180, 32
  %v183 = getelementptr inbounds i8, ptr %v93, i64 %v182
  %v184 = load <8 x float>, ptr %v183, align 4
  %v185 = add nsw i64 %i115, %i180
  %v186 = add nsw i64 %v95, %v185
  %v187 = add nsw i64 %c102_3, %i110
  %v188 = fcmp ogt <8 x float> %v184, splat (float 0x0000000000000000)
  %v189 = fcmp uno <8 x float> %v184, %v184
  %v190 = or <8 x i1> %v188, %v189
  %v191 = select <8 x i1> %v190, <8 x float> %v184, <8 x float> splat (float 0x0000000000000000)
  %v192 = mul nsw i64 %c102_0, 256
  %v193 = mul nsw i64 %v186, 64
  %v194 = add nsw i64 %v192, %v193
  %v195 = mul nsw i64 %c102_2, 8
  %v196 = add nsw i64 %v194, %v195
  %v197 = add nsw i64 %v196, %v187
  %v198 = getelementptr inbounds float, ptr %v6, i64 %v197
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v191, ptr %v198, i32 4, <8 x i1> %v174)
  %v199 = add nsw i64 %i180, 1
  br label %b177
b179:
  %v200 = add nsw i64 %i115, 8
  br label %b112
b114:
  %v201 = add nsw i64 %i110, 8
  br label %b107
b109:
  %v202 = icmp sge i64 8, 8
  %v203 = select i1 %v202, i64 0, i64 8
  %v204 = zext i1 %v202 to i64
  %v205 = add nsw i64 %c102_2, %v204
  %v206 = icmp sge i64 %v205, 8
  %v207 = select i1 %v206, i64 0, i64 %v205
  %v208 = zext i1 %v206 to i64
  %v209 = add nsw i64 %c102_1, %v208
  %v210 = icmp sge i64 %v209, 1
  %v211 = select i1 %v210, i64 0, i64 %v209
  %v212 = zext i1 %v210 to i64
  %v213 = add nsw i64 %c102_0, %v212
  %v214 = add nsw i64 %c102_4, %v106
  %v215 = add nsw i64 %i102, 1
  br label %b99
b101:
  %v216 = add nsw i64 %i82, 16
  br label %b79
b81:
  %v217 = add nsw i64 %i63, 1
  br label %b60
b62:
  ret void
}
define internal void @mm_float32_clear(ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  br label %b1
b1:
  %i4 = phi i64 [ 0, %start ], [ %v8, %b2 ]
  %v5 = icmp slt i64 %i4, 512
  br i1 %v5, label %b2, label %b3
b2:
  %v6 = mul nsw i64 %i4, 4
  %v7 = getelementptr inbounds i8, ptr %d, i64 %v6
  store <8 x float> zeroinitializer, ptr %v7, align 4
  %v8 = add nsw i64 %i4, 8
  br label %b1
b3:
  ret void
}
define internal void @mm_float32_point(ptr %desc, ptr %table, ptr %source, i64 %n, i64 %o1, i64 %o2, i64 %o3, i64 %rows, i64 %first, i64 %columns, ptr %d, i64 %dm, ptr %found, ptr %zeros) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = load i64, ptr %desc, align 8
  %v2 = getelementptr inbounds i64, ptr %desc, i64 1
  %v3 = load i64, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %desc, i64 2
  %v5 = load i64, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %desc, i64 3
  %v7 = load i64, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %desc, i64 4
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %desc, i64 5
  %v11 = load i64, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %desc, i64 6
  %v13 = load i64, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %desc, i64 7
  %v15 = load i64, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %desc, i64 8
  %v17 = load i64, ptr %v16, align 8
  %v18 = getelementptr inbounds i64, ptr %desc, i64 9
  %v19 = load i64, ptr %v18, align 8
  %v20 = getelementptr inbounds i64, ptr %desc, i64 10
  %v21 = load i64, ptr %v20, align 8
  %v22 = getelementptr inbounds i64, ptr %desc, i64 11
  %v23 = load i64, ptr %v22, align 8
  %v24 = getelementptr inbounds i64, ptr %desc, i64 12
  %v25 = load i64, ptr %v24, align 8
  %v26 = getelementptr inbounds i64, ptr %desc, i64 13
  %v27 = load i64, ptr %v26, align 8
  %v28 = getelementptr inbounds i64, ptr %desc, i64 14
  %v29 = load i64, ptr %v28, align 8
  %v30 = getelementptr inbounds i64, ptr %desc, i64 15
  %v31 = load i64, ptr %v30, align 8
  %v32 = getelementptr inbounds i64, ptr %desc, i64 16
  %v33 = load i64, ptr %v32, align 8
  %v34 = getelementptr inbounds i64, ptr %desc, i64 17
  %v35 = load i64, ptr %v34, align 8
  %v36 = getelementptr inbounds i64, ptr %desc, i64 18
  %v37 = load i64, ptr %v36, align 8
  %v38 = getelementptr inbounds i64, ptr %desc, i64 19
  %v39 = load i64, ptr %v38, align 8
  %v40 = getelementptr inbounds i64, ptr %desc, i64 20
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr inbounds i64, ptr %desc, i64 21
  %v43 = load i64, ptr %v42, align 8
  %v44 = call i64 @llvm.smax.i64(i64 %v33, i64 1)
  %v45 = mul nsw i64 %v25, %v7
  %v46 = add nsw i64 %first, %columns
  %v47 = udiv i64 %first, %v44
  %v48 = sub nsw i64 %v44, 1
  %v49 = add nsw i64 %v46, %v48
  %v50 = udiv i64 %v49, %v44
  %v51 = add nsw i64 %o3, %rows
  %v52 = sub nsw i64 %v19, 1
  %v53 = add nsw i64 %v51, %v52
  %v54 = udiv i64 %v53, %v19
  br label %b55
b55:
  %i58 = phi i64 [ 0, %start ], [ %v222, %b65 ]
  %c58_0 = phi i64 [ %n, %start ], [ %v218, %b65 ]
  %c58_1 = phi i64 [ %o1, %start ], [ %v216, %b65 ]
  %c58_2 = phi i64 [ %o2, %start ], [ %v212, %b65 ]
  %c58_3 = phi i64 [ %o3, %start ], [ 0, %b65 ]
  %c58_4 = phi ptr [ %d, %start ], [ %v220, %b65 ]
  %c58_5 = phi i64 [ 0, %start ], [ %v221, %b65 ]
  %v59 = icmp slt i64 %i58, %v54
  br i1 %v59, label %b56, label %b57
b56:
  %v60 = sub nsw i64 %rows, %c58_5
  %v61 = sub nsw i64 %v19, %c58_3
  %v62 = call i64 @llvm.smin.i64(i64 %v60, i64 %v61)
  br label %b63
b63:
  %i66 = phi i64 [ %v47, %b56 ], [ %v209, %b154 ]
  %v67 = icmp slt i64 %i66, %v50
  br i1 %v67, label %b64, label %b65
b64:
  %v68 = sub nsw i64 %i66, %v47
  %v69 = mul nsw i64 %v68, 72
  %v70 = add nsw i64 %v69, %c58_5
  %v71 = mul nsw i64 %v70, 8
  %v72 = getelementptr inbounds i8, ptr %found, i64 %v71
  %v73 = mul nsw i64 %i66, 64
  %v74 = getelementptr inbounds i8, ptr %table, i64 %v73
  %v75 = load i64, ptr %v74, align 8
  %v76 = getelementptr inbounds i8, ptr %v74, i64 8
  %v77 = load i64, ptr %v76, align 8
  %v78 = getelementptr inbounds i8, ptr %v74, i64 16
  %v79 = load i64, ptr %v78, align 8
  %v80 = getelementptr inbounds i8, ptr %v74, i64 24
  %v81 = load i64, ptr %v80, align 8
  %v82 = getelementptr inbounds i8, ptr %v74, i64 32
  %v83 = load i64, ptr %v82, align 8
  %v84 = getelementptr inbounds i8, ptr %v74, i64 40
  %v85 = load i64, ptr %v84, align 8
  %v86 = mul nsw i64 %c58_0, %v1
  %v87 = getelementptr inbounds i8, ptr %source, i64 %v86
  %v88 = mul nsw i64 %c58_1, %v21
  %v89 = add nsw i64 %v88, %v27
  %v90 = add nsw i64 %v89, %v75
  %v91 = mul nsw i64 %v89, %v3
  %v92 = getelementptr inbounds i8, ptr %v87, i64 %v91
  %v93 = icmp ult i64 %v90, %v9
  %v94 = and i1 true, %v93
  %v95 = mul nsw i64 %c58_2, %v23
  %v96 = add nsw i64 %v95, %v29
  %v97 = add nsw i64 %v96, %v77
  %v98 = mul nsw i64 %v96, %v5
  %v99 = getelementptr inbounds i8, ptr %v92, i64 %v98
  %v100 = icmp ult i64 %v97, %v11
  %v101 = and i1 %v94, %v100
  %v102 = mul nsw i64 %c58_3, %v25
  %v103 = add nsw i64 %v102, %v31
  %v104 = mul nsw i64 %v103, %v7
  %v105 = getelementptr inbounds i8, ptr %v99, i64 %v104
  %v106 = getelementptr inbounds i8, ptr %v105, i64 %v81
  %v107 = mul nsw i64 %i66, %v44
  %v108 = sub nsw i64 %first, %v107
  %v109 = call i64 @llvm.smax.i64(i64 %v108, i64 0)
  %v110 = sub nsw i64 %v46, %v107
  %v111 = call i64 @llvm.smin.i64(i64 %v44, i64 %v110)
  %v112 = sub nsw i64 %v83, %c58_3
  %v113 = call i64 @llvm.smax.i64(i64 %v112, i64 0)
  %v114 = call i64 @llvm.smin.i64(i64 %v113, i64 %v62)
  %v115 = sub nsw i64 %v85, %c58_3
  %v116 = call i64 @llvm.smax.i64(i64 %v115, i64 %v114)
  %v117 = call i64 @llvm.smin.i64(i64 %v116, i64 %v62)
  %v118 = add nsw i64 %v103, %v79
  %v119 = sub nsw i64 %first, %v107
  %v120 = call i64 @llvm.smax.i64(i64 %v119, i64 0)
  %v121 = mul nsw i64 %v120, 4
  %v122 = sub nsw i64 0, %v121
  %v123 = getelementptr inbounds i8, ptr %zeros, i64 %v122
  %v124 = select i1 %v101, i64 %v114, i64 0
  %v125 = select i1 %v101, i64 %v117, i64 %v62
  %v126 = select i1 %v101, i64 %v45, i64 0
  %v127 = mul nsw i64 %v124, %v126
  %v128 = getelementptr inbounds i8, ptr %v106, i64 %v127
  %v129 = select i1 %v101, ptr %v128, ptr %v123
  %v130 = insertelement <8 x i64> poison, i64 %v126, i64 0
  %v131 = shufflevector <8 x i64> %v130, <8 x i64> poison, <8 x i32> zeroinitializer
  %v132 = mul <8 x i64> %v131, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7>
  %v133 = ptrtoint ptr %v129 to i64
  %v134 = insertelement <8 x i64> poison, i64 %v133, i64 0
  %v135 = shufflevector <8 x i64> %v134, <8 x i64> poison, <8 x i32> zeroinitializer
  %v136 = add <8 x i64> %v135, %v132
  %v137 = mul nsw i64 %v126, 8
  %v138 = insertelement <8 x i64> poison, i64 %v137, i64 0
  %v139 = shufflevector <8 x i64> %v138, <8 x i64> poison, <8 x i32> zeroinitializer
  br label %b140
b140:
  %i143 = phi i64 [ %v124, %b64 ], [ %v147, %b141 ]
  %c143_0 = phi <8 x i64> [ %v136, %b64 ], [ %v146, %b141 ]
  %v144 = icmp slt i64 %i143, %v125
  br i1 %v144, label %b141, label %b142
b141:
  %v145 = getelementptr inbounds ptr, ptr %v72, i64 %i143
  store <8 x i64> %c143_0, ptr %v145, align 8
  %v146 = add <8 x i64> %c143_0, %v139
  %v147 = add nsw i64 %i143, 8
  br label %b140
b142:
  %v148 = icmp eq i64 %v37, 1
  %v149 = sub nsw i64 %v107, %first
  %v150 = mul nsw i64 %v149, 4
  %v151 = getelementptr inbounds i8, ptr %c58_4, i64 %v150
  br label %b152
b152:
  %i155 = phi i64 [ 0, %b142 ], [ %v208, %b162 ]
  %v156 = icmp slt i64 %i155, 2
  br i1 %v156, label %b153, label %b154
b153:
  %v157 = icmp eq i64 %i155, 0
  %v158 = select i1 %v157, i64 0, i64 %v125
  %v159 = select i1 %v157, i64 %v124, i64 %v62
  br label %b160
b160:
  %i163 = phi i64 [ %v158, %b153 ], [ %v207, %b171 ]
  %v164 = icmp slt i64 %i163, %v159
  br i1 %v164, label %b161, label %b162
b161:
  %v165 = mul nsw i64 %i163, %dm
  %v166 = getelementptr inbounds i8, ptr %v151, i64 %v165
  %v167 = select i1 %v148, ptr %v123, ptr %v166
  %v168 = getelementptr inbounds ptr, ptr %v72, i64 %i163
  store ptr %v167, ptr %v168, align 8
  %v169 = xor i1 %v148, true
  br i1 %v169, label %b170, label %b171
b170:
  %v172 = mul nsw i64 %i163, %v25
  %v173 = add nsw i64 %v118, %v172
  %v174 = mul nsw i64 %i163, %v45
  %v175 = getelementptr inbounds i8, ptr %v106, i64 %v174
  %v176 = sub nsw i64 0, %v173
  %v177 = call i64 @llvm.smax.i64(i64 %v176, i64 0)
  %v178 = mul nsw i64 %v177, %v35
  %v179 = sub nsw i64 %v13, %v173
  %v180 = call i64 @llvm.smin.i64(i64 %v179, i64 %v37)
  %v181 = call i64 @llvm.smax.i64(i64 %v180, i64 0)
  %v182 = mul nsw i64 %v181, %v35
  %v183 = select i1 %v101, i64 %v182, i64 0
  %v184 = trunc i64 %v178 to i32
  %v185 = insertelement <8 x i32> poison, i32 %v184, i64 0
  %v186 = shufflevector <8 x i32> %v185, <8 x i32> poison, <8 x i32> zeroinitializer
  %v187 = trunc i64 %v183 to i32
  %v188 = insertelement <8 x i32> poison, i32 %v187, i64 0
  %v189 = shufflevector <8 x i32> %v188, <8 x i32> poison, <8 x i32> zeroinitializer
  br label %b190
b190:
  %i193 = phi i64 [ %v109, %b170 ], [ %v206, %b191 ]
  %v194 = icmp slt i64 %i193, %v111
  br i1 %v194, label %b191, label %b192
b191:
  %v195 = trunc i64 %i193 to i32
  %v196 = insertelement <8 x i32> poison, i32 %v195, i64 0
  %v197 = shufflevector <8 x i32> %v196, <8 x i32> poison, <8 x i32> zeroinitializer
  %v198 = add <8 x i32> %v197, <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v199 = icmp sge <8 x i32> %v198, %v186
  %v200 = icmp slt <8 x i32> %v198, %v189
  %v201 = and <8 x i1> %v199, %v200
  %v202 = mul nsw i64 %i193, 4
  %v203 = getelementptr inbounds i8, ptr %v175, i64 %v202
  %v204 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v203, i32 4, <8 x i1> %v201, <8 x float> zeroinitializer)
  %v205 = getelementptr inbounds i8, ptr %v166, i64 %v202
  store <8 x float> %v204, ptr %v205, align 4
  %v206 = add nsw i64 %i193, 8
  br label %b190
b192:
  br label %b171
b171:
  %v207 = add nsw i64 %i163, 1
  br label %b160
b162:
  %v208 = add nsw i64 %i155, 1
  br label %b152
b154:
  %v209 = add nsw i64 %i66, 1
  br label %b63
b65:
  %v210 = add nsw i64 %c58_2, 1
  %v211 = icmp sge i64 %v210, %v17
  %v212 = select i1 %v211, i64 0, i64 %v210
  %v213 = zext i1 %v211 to i64
  %v214 = add nsw i64 %c58_1, %v213
  %v215 = icmp sge i64 %v214, %v15
  %v216 = select i1 %v215, i64 0, i64 %v214
  %v217 = zext i1 %v215 to i64
  %v218 = add nsw i64 %c58_0, %v217
  %v219 = mul nsw i64 %v62, %dm
  %v220 = getelementptr inbounds i8, ptr %c58_4, i64 %v219
  %v221 = add nsw i64 %c58_5, %v62
  %v222 = add nsw i64 %i58, 1
  br label %b55
b57:
  %v223 = add nsw i64 %rows, 23
  %v224 = udiv i64 %v223, 24
  %v225 = mul nsw i64 %v224, 24
  %v226 = sub nsw i64 %v50, %v47
  br label %b227
b227:
  %i230 = phi i64 [ 0, %b57 ], [ %v244, %b239 ]
  %v231 = icmp slt i64 %i230, %v226
  br i1 %v231, label %b228, label %b229
b228:
  %v232 = mul nsw i64 %i230, 576
  %v233 = getelementptr inbounds i8, ptr %found, i64 %v232
  %v234 = sub nsw i64 %rows, 1
  %v235 = getelementptr inbounds ptr, ptr %v233, i64 %v234
  %v236 = load ptr, ptr %v235, align 8
  br label %b237
b237:
  %i240 = phi i64 [ %rows, %b228 ], [ %v243, %b238 ]
  %v241 = icmp slt i64 %i240, %v225
  br i1 %v241, label %b238, label %b239
b238:
  %v242 = getelementptr inbounds ptr, ptr %v233, i64 %i240
  store ptr %v236, ptr %v242, align 8
  %v243 = add nsw i64 %i240, 1
  br label %b237
b239:
  %v244 = add nsw i64 %i230, 1
  br label %b227
b229:
  ret void
}
define internal void @mm_float32_rows_001(i64 %m, i64 %n, i64 %k, ptr %a, ptr %b, i64 %panel, ptr %d, i64 %dm, i64 %add, i64 %whole, i64 %skip, i64 %run, i64 %runs) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  %v1 = alloca float, i64 192, align 64
  br label %start
start:
  br label %b2
b2:
  %i5 = phi i64 [ 0, %start ], [ %v66, %b10 ]
  %v6 = icmp slt i64 %i5, %n
  br i1 %v6, label %b3, label %b4
b3:
  %v7 = sub nsw i64 %n, %i5
  %v8 = icmp sgt i64 %v7, 16
  %v9 = icmp sgt i64 %v7, 8
  br i1 true, label %b11, label %b12
b11:
  %v13 = udiv i64 %i5, 16
  %v14 = mul nsw i64 %v13, %panel
  %v15 = getelementptr inbounds i8, ptr %b, i64 %v14
  %v16 = mul nsw i64 %i5, 4
  %v17 = getelementptr inbounds i8, ptr %d, i64 %v16
  %v18 = icmp sge i64 %v7, 16
  %v19 = call i64 @llvm.smin.i64(i64 %v7, i64 16)
  %v20 = udiv i64 %m, 6
  %v21 = mul nsw i64 %v20, 6
  br label %b22
b22:
  %i25 = phi i64 [ 0, %b11 ], [ %v43, %b42 ]
  %v26 = icmp slt i64 %i25, %v21
  br i1 %v26, label %b23, label %b24
b23:
  %v27 = sub nsw i64 %v21, %i25
  %v28 = call i64 @llvm.smin.i64(i64 6, i64 %v27)
  %v29 = icmp eq i64 %v28, 6
  %v30 = and i1 %v18, %v29
  %v31 = icmp ne i64 %whole, 0
  %v32 = or i1 %v30, %v31
  %v33 = mul nsw i64 %i25, %dm
  %v34 = getelementptr inbounds i8, ptr %v17, i64 %v33
  %v35 = mul nsw i64 %i25, 8
  %v36 = getelementptr inbounds i8, ptr %a, i64 %v35
  %v37 = select i1 %v32, ptr %v34, ptr %v1
  %v38 = select i1 %v32, i64 %dm, i64 128
  %v39 = select i1 %v32, i64 %add, i64 0
  call void @mm_float32_rows_tile_6_1_1(i64 %k, ptr %v36, ptr %v15, i64 %panel, ptr %v37, i64 %v38, i64 %v39, i64 %skip, i64 %run, i64 %runs)
  %v40 = xor i1 %v32, true
  br i1 %v40, label %b41, label %b42
b41:
  call void @mm_float32_flush_4(i64 %v28, i64 %v19, ptr %v1, ptr %v34, i64 %dm, i64 %add)
  br label %b42
b42:
  %v43 = add nsw i64 %i25, 6
  br label %b22
b24:
  br label %b44
b44:
  %i47 = phi i64 [ %v21, %b24 ], [ %v65, %b64 ]
  %v48 = icmp slt i64 %i47, %m
  br i1 %v48, label %b45, label %b46
b45:
  %v49 = sub nsw i64 %m, %i47
  %v50 = call i64 @llvm.smin.i64(i64 6, i64 %v49)
  %v51 = icmp eq i64 %v50, 6
  %v52 = and i1 %v18, %v51
  %v53 = icmp ne i64 %whole, 0
  %v54 = or i1 %v52, %v53
  %v55 = mul nsw i64 %i47, %dm
  %v56 = getelementptr inbounds i8, ptr %v17, i64 %v55
  %v57 = mul nsw i64 %i47, 8
  %v58 = getelementptr inbounds i8, ptr %a, i64 %v57
  %v59 = select i1 %v54, ptr %v56, ptr %v1
  %v60 = select i1 %v54, i64 %dm, i64 128
  %v61 = select i1 %v54, i64 %add, i64 0
  call void @mm_float32_rows_tile_6_1_1(i64 %k, ptr %v58, ptr %v15, i64 %panel, ptr %v59, i64 %v60, i64 %v61, i64 %skip, i64 %run, i64 %runs)
  %v62 = xor i1 %v54, true
  br i1 %v62, label %b63, label %b64
b63:
  call void @mm_float32_flush_4(i64 %v50, i64 %v19, ptr %v1, ptr %v56, i64 %dm, i64 %add)
  br label %b64
b64:
  %v65 = add nsw i64 %i47, 6
  br label %b44
b46:
  br label %b10
b12:
  br label %b10
b10:
  %v66 = add nsw i64 %i5, 16
  br label %b2
b4:
  ret void
}
define internal void @mm_float32_rows_tile_6_1_1(i64 %k, ptr %a, ptr %b, i64 %panel, ptr %d, i64 %dm, i64 %add, i64 %skip, i64 %run, i64 %runs) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v1 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v1, i32 0, i32 3, i32 1)
  %v2 = getelementptr inbounds i8, ptr %v1, i64 %dm
  call void @llvm.prefetch.p0(ptr %v2, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %v2, i64 %dm
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v3, i64 %dm
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v4, i64 %dm
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v5, i64 %dm
  br label %b7
b7:
  %i10 = phi i64 [ 0, %start ], [ %v162, %b122 ]
  %c10_0 = phi <8 x float> [ zeroinitializer, %start ], [ %c123_0, %b122 ]
  %c10_1 = phi <8 x float> [ zeroinitializer, %start ], [ %c123_1, %b122 ]
  %c10_2 = phi <8 x float> [ zeroinitializer, %start ], [ %c123_2, %b122 ]
  %c10_3 = phi <8 x float> [ zeroinitializer, %start ], [ %c123_3, %b122 ]
  %c10_4 = phi <8 x float> [ zeroinitializer, %start ], [ %c123_4, %b122 ]
  %c10_5 = phi <8 x float> [ zeroinitializer, %start ], [ %c123_5, %b122 ]
  %c10_6 = phi ptr [ %a, %start ], [ %v160, %b122 ]
  %c10_7 = phi ptr [ %b, %start ], [ %c123_6, %b122 ]
  %c10_8 = phi i64 [ %skip, %start ], [ 0, %b122 ]
  %c10_9 = phi i64 [ %k, %start ], [ %v161, %b122 ]
  %v11 = icmp slt i64 %i10, %runs
  br i1 %v11, label %b8, label %b9
b8:
  %v12 = sub nsw i64 %run, %c10_8
  %v13 = call i64 @llvm.smin.i64(i64 %v12, i64 %c10_9)
  %v14 = udiv i64 %v13, 2
  %v15 = mul nsw i64 %v14, 2
  %v16 = add nsw i64 %c10_8, %v15
  %v17 = mul nsw i64 %v16, 4
  %v18 = load ptr, ptr %c10_6, align 8
  %v19 = getelementptr inbounds i8, ptr %v18, i64 %v17
  %v20 = getelementptr inbounds ptr, ptr %c10_6, i64 1
  %v21 = load ptr, ptr %v20, align 8
  %v22 = getelementptr inbounds i8, ptr %v21, i64 %v17
  %v23 = getelementptr inbounds ptr, ptr %c10_6, i64 2
  %v24 = load ptr, ptr %v23, align 8
  %v25 = getelementptr inbounds i8, ptr %v24, i64 %v17
  %v26 = getelementptr inbounds ptr, ptr %c10_6, i64 3
  %v27 = load ptr, ptr %v26, align 8
  %v28 = getelementptr inbounds i8, ptr %v27, i64 %v17
  %v29 = getelementptr inbounds ptr, ptr %c10_6, i64 4
  %v30 = load ptr, ptr %v29, align 8
  %v31 = getelementptr inbounds i8, ptr %v30, i64 %v17
  %v32 = getelementptr inbounds ptr, ptr %c10_6, i64 5
  %v33 = load ptr, ptr %v32, align 8
  %v34 = getelementptr inbounds i8, ptr %v33, i64 %v17
  %v35 = mul nsw i64 %v15, -4
  %v38 = icmp ne i64 %v35, 0
  br i1 %v38, label %b36, label %b37
b36:
  %i39 = phi i64 [ %v35, %b8 ], [ %v111, %b36 ]
  %c39_0 = phi <8 x float> [ %c10_0, %b8 ], [ %v79, %b36 ]
  %c39_1 = phi <8 x float> [ %c10_1, %b8 ], [ %v85, %b36 ]
  %c39_2 = phi <8 x float> [ %c10_2, %b8 ], [ %v91, %b36 ]
  %c39_3 = phi <8 x float> [ %c10_3, %b8 ], [ %v97, %b36 ]
  %c39_4 = phi <8 x float> [ %c10_4, %b8 ], [ %v103, %b36 ]
  %c39_5 = phi <8 x float> [ %c10_5, %b8 ], [ %v109, %b36 ]
  %c39_6 = phi ptr [ %c10_7, %b8 ], [ %v110, %b36 ]
  %v40 = getelementptr inbounds i8, ptr %c39_6, i64 %panel
  %v41 = load <8 x float>, ptr %c39_6, align 4
  %v42 = getelementptr inbounds i8, ptr %v19, i64 %i39
  %v43 = load float, ptr %v42, align 4
  %v44 = insertelement <8 x float> poison, float %v43, i64 0
  %v45 = shufflevector <8 x float> %v44, <8 x float> poison, <8 x i32> zeroinitializer
  %v46 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v45, <8 x float> %v41, <8 x float> %c39_0)
  %v47 = getelementptr inbounds i8, ptr %v22, i64 %i39
  %v48 = load float, ptr %v47, align 4
  %v49 = insertelement <8 x float> poison, float %v48, i64 0
  %v50 = shufflevector <8 x float> %v49, <8 x float> poison, <8 x i32> zeroinitializer
  %v51 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v50, <8 x float> %v41, <8 x float> %c39_1)
  %v52 = getelementptr inbounds i8, ptr %v25, i64 %i39
  %v53 = load float, ptr %v52, align 4
  %v54 = insertelement <8 x float> poison, float %v53, i64 0
  %v55 = shufflevector <8 x float> %v54, <8 x float> poison, <8 x i32> zeroinitializer
  %v56 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v55, <8 x float> %v41, <8 x float> %c39_2)
  %v57 = getelementptr inbounds i8, ptr %v28, i64 %i39
  %v58 = load float, ptr %v57, align 4
  %v59 = insertelement <8 x float> poison, float %v58, i64 0
  %v60 = shufflevector <8 x float> %v59, <8 x float> poison, <8 x i32> zeroinitializer
  %v61 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v60, <8 x float> %v41, <8 x float> %c39_3)
  %v62 = getelementptr inbounds i8, ptr %v31, i64 %i39
  %v63 = load float, ptr %v62, align 4
  %v64 = insertelement <8 x float> poison, float %v63, i64 0
  %v65 = shufflevector <8 x float> %v64, <8 x float> poison, <8 x i32> zeroinitializer
  %v66 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v41, <8 x float> %c39_4)
  %v67 = getelementptr inbounds i8, ptr %v34, i64 %i39
  %v68 = load float, ptr %v67, align 4
  %v69 = insertelement <8 x float> poison, float %v68, i64 0
  %v70 = shufflevector <8 x float> %v69, <8 x float> poison, <8 x i32> zeroinitializer
  %v71 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v70, <8 x float> %v41, <8 x float> %c39_5)
  %v72 = getelementptr inbounds i8, ptr %c39_6, i64 64
  %v73 = load <8 x float>, ptr %v72, align 4
  %v74 = getelementptr inbounds i8, ptr %v19, i64 %i39
  %v75 = getelementptr inbounds i8, ptr %v74, i64 4
  %v76 = load float, ptr %v75, align 4
  %v77 = insertelement <8 x float> poison, float %v76, i64 0
  %v78 = shufflevector <8 x float> %v77, <8 x float> poison, <8 x i32> zeroinitializer
  %v79 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v78, <8 x float> %v73, <8 x float> %v46)
  %v80 = getelementptr inbounds i8, ptr %v22, i64 %i39
  %v81 = getelementptr inbounds i8, ptr %v80, i64 4
  %v82 = load float, ptr %v81, align 4
  %v83 = insertelement <8 x float> poison, float %v82, i64 0
  %v84 = shufflevector <8 x float> %v83, <8 x float> poison, <8 x i32> zeroinitializer
  %v85 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v84, <8 x float> %v73, <8 x float> %v51)
  %v86 = getelementptr inbounds i8, ptr %v25, i64 %i39
  %v87 = getelementptr inbounds i8, ptr %v86, i64 4
  %v88 = load float, ptr %v87, align 4
  %v89 = insertelement <8 x float> poison, float %v88, i64 0
  %v90 = shufflevector <8 x float> %v89, <8 x float> poison, <8 x i32> zeroinitializer
  %v91 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v90, <8 x float> %v73, <8 x float> %v56)
  %v92 = getelementptr inbounds i8, ptr %v28, i64 %i39
  %v93 = getelementptr inbounds i8, ptr %v92, i64 4
  %v94 = load float, ptr %v93, align 4
  %v95 = insertelement <8 x float> poison, float %v94, i64 0
  %v96 = shufflevector <8 x float> %v95, <8 x float> poison, <8 x i32> zeroinitializer
  %v97 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v96, <8 x float> %v73, <8 x float> %v61)
  %v98 = getelementptr inbounds i8, ptr %v31, i64 %i39
  %v99 = getelementptr inbounds i8, ptr %v98, i64 4
  %v100 = load float, ptr %v99, align 4
  %v101 = insertelement <8 x float> poison, float %v100, i64 0
  %v102 = shufflevector <8 x float> %v101, <8 x float> poison, <8 x i32> zeroinitializer
  %v103 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v102, <8 x float> %v73, <8 x float> %v66)
  %v104 = getelementptr inbounds i8, ptr %v34, i64 %i39
  %v105 = getelementptr inbounds i8, ptr %v104, i64 4
  %v106 = load float, ptr %v105, align 4
  %v107 = insertelement <8 x float> poison, float %v106, i64 0
  %v108 = shufflevector <8 x float> %v107, <8 x float> poison, <8 x i32> zeroinitializer
  %v109 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v108, <8 x float> %v73, <8 x float> %v71)
  %v110 = getelementptr inbounds i8, ptr %c39_6, i64 128
  %v111 = add nsw i64 %i39, 8
  %v112 = icmp ne i64 %v111, 0
  br i1 %v112, label %b36, label %b37
b37:
  %v113 = phi <8 x float> [ %c10_0, %b8 ], [ %v79, %b36 ]
  %v114 = phi <8 x float> [ %c10_1, %b8 ], [ %v85, %b36 ]
  %v115 = phi <8 x float> [ %c10_2, %b8 ], [ %v91, %b36 ]
  %v116 = phi <8 x float> [ %c10_3, %b8 ], [ %v97, %b36 ]
  %v117 = phi <8 x float> [ %c10_4, %b8 ], [ %v103, %b36 ]
  %v118 = phi <8 x float> [ %c10_5, %b8 ], [ %v109, %b36 ]
  %v119 = phi ptr [ %c10_7, %b8 ], [ %v110, %b36 ]
  br label %b120
b120:
  %i123 = phi i64 [ %v15, %b37 ], [ %v159, %b121 ]
  %c123_0 = phi <8 x float> [ %v113, %b37 ], [ %v131, %b121 ]
  %c123_1 = phi <8 x float> [ %v114, %b37 ], [ %v136, %b121 ]
  %c123_2 = phi <8 x float> [ %v115, %b37 ], [ %v141, %b121 ]
  %c123_3 = phi <8 x float> [ %v116, %b37 ], [ %v146, %b121 ]
  %c123_4 = phi <8 x float> [ %v117, %b37 ], [ %v151, %b121 ]
  %c123_5 = phi <8 x float> [ %v118, %b37 ], [ %v156, %b121 ]
  %c123_6 = phi ptr [ %v119, %b37 ], [ %v157, %b121 ]
  %c123_7 = phi i64 [ 0, %b37 ], [ %v158, %b121 ]
  %v124 = icmp slt i64 %i123, %v13
  br i1 %v124, label %b121, label %b122
b121:
  %v125 = getelementptr inbounds i8, ptr %c123_6, i64 %panel
  %v126 = load <8 x float>, ptr %c123_6, align 4
  %v127 = getelementptr inbounds i8, ptr %v19, i64 %c123_7
  %v128 = load float, ptr %v127, align 4
  %v129 = insertelement <8 x float> poison, float %v128, i64 0
  %v130 = shufflevector <8 x float> %v129, <8 x float> poison, <8 x i32> zeroinitializer
  %v131 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v130, <8 x float> %v126, <8 x float> %c123_0)
  %v132 = getelementptr inbounds i8, ptr %v22, i64 %c123_7
  %v133 = load float, ptr %v132, align 4
  %v134 = insertelement <8 x float> poison, float %v133, i64 0
  %v135 = shufflevector <8 x float> %v134, <8 x float> poison, <8 x i32> zeroinitializer
  %v136 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v135, <8 x float> %v126, <8 x float> %c123_1)
  %v137 = getelementptr inbounds i8, ptr %v25, i64 %c123_7
  %v138 = load float, ptr %v137, align 4
  %v139 = insertelement <8 x float> poison, float %v138, i64 0
  %v140 = shufflevector <8 x float> %v139, <8 x float> poison, <8 x i32> zeroinitializer
  %v141 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v140, <8 x float> %v126, <8 x float> %c123_2)
  %v142 = getelementptr inbounds i8, ptr %v28, i64 %c123_7
  %v143 = load float, ptr %v142, align 4
  %v144 = insertelement <8 x float> poison, float %v143, i64 0
  %v145 = shufflevector <8 x float> %v144, <8 x float> poison, <8 x i32> zeroinitializer
  %v146 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v145, <8 x float> %v126, <8 x float> %c123_3)
  %v147 = getelementptr inbounds i8, ptr %v31, i64 %c123_7
  %v148 = load float, ptr %v147, align 4
  %v149 = insertelement <8 x float> poison, float %v148, i64 0
  %v150 = shufflevector <8 x float> %v149, <8 x float> poison, <8 x i32> zeroinitializer
  %v151 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v150, <8 x float> %v126, <8 x float> %c123_4)
  %v152 = getelementptr inbounds i8, ptr %v34, i64 %c123_7
  %v153 = load float, ptr %v152, align 4
  %v154 = insertelement <8 x float> poison, float %v153, i64 0
  %v155 = shufflevector <8 x float> %v154, <8 x float> poison, <8 x i32> zeroinitializer
  %v156 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v155, <8 x float> %v126, <8 x float> %c123_5)
  %v157 = getelementptr inbounds i8, ptr %c123_6, i64 64
  %v158 = add nsw i64 %c123_7, 4
  %v159 = add nsw i64 %i123, 1
  br label %b120
b122:
  %v160 = getelementptr inbounds i8, ptr %c10_6, i64 576
  %v161 = sub nsw i64 %c10_9, %v13
  %v162 = add nsw i64 %i10, 1
  br label %b7
b9:
  %v165 = icmp ne i64 %add, 0
  br i1 %v165, label %b163, label %b164
b163:
  %v166 = load <8 x float>, ptr %d, align 4
  %v167 = fadd <8 x float> %v166, %c10_0
  store <8 x float> %v167, ptr %d, align 4
  %v168 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v169 = load <8 x float>, ptr %v168, align 4
  %v170 = fadd <8 x float> %v169, %c10_1
  store <8 x float> %v170, ptr %v168, align 4
  %v171 = getelementptr inbounds i8, ptr %v168, i64 %dm
  %v172 = load <8 x float>, ptr %v171, align 4
  %v173 = fadd <8 x float> %v172, %c10_2
  store <8 x float> %v173, ptr %v171, align 4
  %v174 = getelementptr inbounds i8, ptr %v171, i64 %dm
  %v175 = load <8 x float>, ptr %v174, align 4
  %v176 = fadd <8 x float> %v175, %c10_3
  store <8 x float> %v176, ptr %v174, align 4
  %v177 = getelementptr inbounds i8, ptr %v174, i64 %dm
  %v178 = load <8 x float>, ptr %v177, align 4
  %v179 = fadd <8 x float> %v178, %c10_4
  store <8 x float> %v179, ptr %v177, align 4
  %v180 = getelementptr inbounds i8, ptr %v177, i64 %dm
  %v181 = load <8 x float>, ptr %v180, align 4
  %v182 = fadd <8 x float> %v181, %c10_5
  store <8 x float> %v182, ptr %v180, align 4
  %v183 = getelementptr inbounds i8, ptr %v180, i64 %dm
  ret void
b164:
  store <8 x float> %c10_0, ptr %d, align 4
  %v184 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %c10_1, ptr %v184, align 4
  %v185 = getelementptr inbounds i8, ptr %v184, i64 %dm
  store <8 x float> %c10_2, ptr %v185, align 4
  %v186 = getelementptr inbounds i8, ptr %v185, i64 %dm
  store <8 x float> %c10_3, ptr %v186, align 4
  %v187 = getelementptr inbounds i8, ptr %v186, i64 %dm
  store <8 x float> %c10_4, ptr %v187, align 4
  %v188 = getelementptr inbounds i8, ptr %v187, i64 %dm
  store <8 x float> %c10_5, ptr %v188, align 4
  %v189 = getelementptr inbounds i8, ptr %v188, i64 %dm
  ret void
}
define internal void @mm_float32_flush_4(i64 %rows, i64 %n, ptr %t, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = call i64 @llvm.smin.i64(i64 %n, i64 8)
  %v2 = call i64 @llvm.smax.i64(i64 %v1, i64 0)
  %v3 = trunc i64 %v2 to i32
  %v4 = insertelement <8 x i32> poison, i32 %v3, i64 0
  %v5 = shufflevector <8 x i32> %v4, <8 x i32> poison, <8 x i32> zeroinitializer
  %v6 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v5
  %v7 = call i64 @llvm.smin.i64(i64 %n, i64 16)
  %v8 = call i64 @llvm.smax.i64(i64 %v7, i64 0)
  %v9 = trunc i64 %v8 to i32
  %v10 = insertelement <8 x i32> poison, i32 %v9, i64 0
  %v11 = shufflevector <8 x i32> %v10, <8 x i32> poison, <8 x i32> zeroinitializer
  %v12 = icmp slt <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v11
  %v13 = call i64 @llvm.smin.i64(i64 %n, i64 24)
  %v14 = call i64 @llvm.smax.i64(i64 %v13, i64 0)
  %v15 = trunc i64 %v14 to i32
  %v16 = insertelement <8 x i32> poison, i32 %v15, i64 0
  %v17 = shufflevector <8 x i32> %v16, <8 x i32> poison, <8 x i32> zeroinitializer
  %v18 = icmp slt <8 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>, %v17
  %v19 = call i64 @llvm.smin.i64(i64 %n, i64 32)
  %v20 = call i64 @llvm.smax.i64(i64 %v19, i64 0)
  %v21 = trunc i64 %v20 to i32
  %v22 = insertelement <8 x i32> poison, i32 %v21, i64 0
  %v23 = shufflevector <8 x i32> %v22, <8 x i32> poison, <8 x i32> zeroinitializer
  %v24 = icmp slt <8 x i32> <i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %v23
  %v25 = icmp ne i64 %add, 0
  br label %b26
b26:
  %i29 = phi i64 [ 0, %start ], [ %v57, %b27 ]
  %v30 = icmp slt i64 %i29, %rows
  br i1 %v30, label %b27, label %b28
b27:
  %v31 = mul nsw i64 %i29, 128
  %v32 = getelementptr inbounds i8, ptr %t, i64 %v31
  %v33 = mul nsw i64 %i29, %dm
  %v34 = getelementptr inbounds i8, ptr %d, i64 %v33
  %v35 = load <8 x float>, ptr %v32, align 4
  %v36 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v34, i32 4, <8 x i1> %v6, <8 x float> zeroinitializer)
  %v37 = fadd <8 x float> %v36, %v35
  %v38 = select i1 %v25, <8 x float> %v37, <8 x float> %v35
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v38, ptr %v34, i32 4, <8 x i1> %v6)
  %v39 = getelementptr inbounds i8, ptr %v34, i64 32
  %v40 = getelementptr inbounds i8, ptr %v32, i64 32
  %v41 = load <8 x float>, ptr %v40, align 4
  %v42 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v39, i32 4, <8 x i1> %v12, <8 x float> zeroinitializer)
  %v43 = fadd <8 x float> %v42, %v41
  %v44 = select i1 %v25, <8 x float> %v43, <8 x float> %v41
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v44, ptr %v39, i32 4, <8 x i1> %v12)
  %v45 = getelementptr inbounds i8, ptr %v34, i64 64
  %v46 = getelementptr inbounds i8, ptr %v32, i64 64
  %v47 = load <8 x float>, ptr %v46, align 4
  %v48 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v45, i32 4, <8 x i1> %v18, <8 x float> zeroinitializer)
  %v49 = fadd <8 x float> %v48, %v47
  %v50 = select i1 %v25, <8 x float> %v49, <8 x float> %v47
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v50, ptr %v45, i32 4, <8 x i1> %v18)
  %v51 = getelementptr inbounds i8, ptr %v34, i64 96
  %v52 = getelementptr inbounds i8, ptr %v32, i64 96
  %v53 = load <8 x float>, ptr %v52, align 4
  %v54 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v51, i32 4, <8 x i1> %v24, <8 x float> zeroinitializer)
  %v55 = fadd <8 x float> %v54, %v53
  %v56 = select i1 %v25, <8 x float> %v55, <8 x float> %v53
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v56, ptr %v51, i32 4, <8 x i1> %v24)
  %v57 = add nsw i64 %i29, 1
  br label %b26
b28:
  ret void
}
