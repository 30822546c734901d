declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
declare <8 x float> @llvm.masked.load.v8f32.p0(ptr, i32, <8 x i1>, <8 x float>)
declare void @llvm.masked.store.v8f32.p0(<8 x float>, ptr, i32, <8 x i1>)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 7, align 16
  %v2 = alloca i64, i64 1, align 8
  br label %start
start:
  %v3 = load i64, ptr %dims, align 8
  store i64 0, ptr %v2, align 8
  store i64 %v3, ptr %v1, align 8
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
  %v12 = getelementptr inbounds ptr, ptr %bufs, i64 3
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %v1, i64 4
  store ptr %v13, ptr %v14, align 8
  %v15 = getelementptr inbounds i64, ptr %v1, i64 5
  store ptr %ctx, ptr %v15, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = getelementptr inbounds i64, ptr %v1, i64 1
  %v19 = load ptr, ptr %v18, align 8
  %v20 = getelementptr inbounds i64, ptr %v1, i64 2
  %v21 = load ptr, ptr %v20, align 8
  %v22 = getelementptr inbounds i64, ptr %v1, i64 1
  %v23 = load ptr, ptr %v22, align 8
  %v24 = mul nsw i64 %v3, 2048
  %v25 = mul nsw i64 %v17, 2
  %v26 = udiv i64 %v24, 131072
  %v27 = call i64 @llvm.smin.i64(i64 %v25, i64 %v26)
  %v28 = call i64 @llvm.smax.i64(i64 1, i64 %v27)
  %v29 = call i64 @llvm.smin.i64(i64 %v28, i64 1)
  %v30 = call i64 @llvm.smax.i64(i64 1, i64 %v29)
  %v31 = sub nsw i64 %v30, 1
  %v32 = add nsw i64 %v28, %v31
  %v33 = udiv i64 %v32, %v30
  %v34 = udiv i64 %v3, 12
  %v35 = call i64 @llvm.smin.i64(i64 %v33, i64 %v34)
  %v36 = call i64 @llvm.smax.i64(i64 1, i64 %v35)
  %v37 = sub nsw i64 %v30, 1
  %v38 = add nsw i64 32, %v37
  %v39 = udiv i64 %v38, %v30
  %v40 = add nsw i64 %v39, 15
  %v41 = udiv i64 %v40, 16
  %v42 = mul nsw i64 %v41, 16
  %v43 = sub nsw i64 %v36, 1
  %v44 = add nsw i64 %v3, %v43
  %v45 = udiv i64 %v44, %v36
  %v46 = add nsw i64 %v45, 5
  %v47 = udiv i64 %v46, 6
  %v48 = mul nsw i64 %v47, 6
  %v49 = mul nsw i64 %v30, %v36
  %v50 = call i64 @llvm.smin.i64(i64 %v3, i64 32)
  %v51 = call i64 @llvm.smin.i64(i64 %v50, i64 1)
  %v52 = mul nsw i64 %v49, %v51
  %v53 = call i64 @llvm.smax.i64(i64 %v28, i64 1)
  %v54 = call i64 @llvm.smin.i64(i64 %v52, i64 %v53)
  %v55 = load i64, ptr %v2, align 8
  %v56 = icmp eq i64 %v55, 0
  br i1 %v56, label %b57, label %b58
b57:
  %v59 = call i64 @run_tasks(ptr %ctx, ptr @group0_0_matmul, ptr %v1, i64 %v54)
  store i64 %v59, ptr %v2, align 8
  br label %b58
b58:
  %v60 = load i64, ptr %v2, align 8
  %v61 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v62 = load i64, ptr %v61, align 8
  %v63 = icmp eq i64 %v60, 0
  %v64 = select i1 %v63, i64 %v62, i64 %v60
  ret i64 %v64
}
define internal void @group0_0_matmul(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  %v45 = alloca i8, i64 8192, align 64
  %v46 = alloca i8, i64 131072, align 64
  %v47 = alloca i8, i64 61440, align 64
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 1
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 3
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load ptr, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %v11, i64 3
  %v13 = load i64, ptr %v12, align 8
  %v14 = mul nsw i64 %v1, 2048
  %v15 = mul nsw i64 %v13, 2
  %v16 = udiv i64 %v14, 131072
  %v17 = call i64 @llvm.smin.i64(i64 %v15, i64 %v16)
  %v18 = call i64 @llvm.smax.i64(i64 1, i64 %v17)
  %v19 = call i64 @llvm.smin.i64(i64 %v18, i64 1)
  %v20 = call i64 @llvm.smax.i64(i64 1, i64 %v19)
  %v21 = sub nsw i64 %v20, 1
  %v22 = add nsw i64 %v18, %v21
  %v23 = udiv i64 %v22, %v20
  %v24 = udiv i64 %v1, 12
  %v25 = call i64 @llvm.smin.i64(i64 %v23, i64 %v24)
  %v26 = call i64 @llvm.smax.i64(i64 1, i64 %v25)
  %v27 = sub nsw i64 %v20, 1
  %v28 = add nsw i64 32, %v27
  %v29 = udiv i64 %v28, %v20
  %v30 = add nsw i64 %v29, 15
  %v31 = udiv i64 %v30, 16
  %v32 = mul nsw i64 %v31, 16
  %v33 = sub nsw i64 %v26, 1
  %v34 = add nsw i64 %v1, %v33
  %v35 = udiv i64 %v34, %v26
  %v36 = add nsw i64 %v35, 5
  %v37 = udiv i64 %v36, 6
  %v38 = mul nsw i64 %v37, 6
  %v39 = mul nsw i64 %v20, %v26
  %v40 = call i64 @llvm.smin.i64(i64 %v1, i64 32)
  %v41 = call i64 @llvm.smin.i64(i64 %v40, i64 1)
  %v42 = mul nsw i64 %v39, %v41
  %v43 = call i64 @llvm.smax.i64(i64 %v18, i64 1)
  %v44 = call i64 @llvm.smin.i64(i64 %v42, i64 %v43)
  %v48 = mul nsw i64 %task, %v42
  %v49 = udiv i64 %v48, %v44
  %v50 = add nsw i64 %task, 1
  %v51 = mul nsw i64 %v50, %v42
  %v52 = udiv i64 %v51, %v44
  br label %b53
b53:
  %i56 = phi i64 [ %v49, %start ], [ %v173, %b72 ]
  %v57 = icmp slt i64 %i56, %v52
  br i1 %v57, label %b54, label %b55
b54:
  %v58 = udiv i64 %i56, %v39
  %v59 = urem i64 %i56, %v39
  %v60 = udiv i64 %v59, %v20
  %v61 = mul nsw i64 %v60, %v38
  %v62 = urem i64 %v59, %v20
  %v63 = mul nsw i64 %v62, %v32
  %v64 = add nsw i64 %v61, %v38
  %v65 = call i64 @llvm.smin.i64(i64 %v1, i64 %v64)
  %v66 = add nsw i64 %v63, %v32
  %v67 = call i64 @llvm.smin.i64(i64 32, i64 %v66)
  %v68 = sub nsw i64 %v65, %v61
  %v69 = icmp sle i64 %v68, 8
  br label %b70
b70:
  %i73 = phi i64 [ %v63, %b54 ], [ %v172, %b79 ]
  %v74 = icmp slt i64 %i73, %v67
  br i1 %v74, label %b71, label %b72
b71:
  %v75 = sub nsw i64 %v67, %i73
  %v76 = call i64 @llvm.smin.i64(i64 32, i64 %v75)
  br label %b77
b77:
  %i80 = phi i64 [ %v61, %b71 ], [ %v171, %b112 ]
  %v81 = icmp slt i64 %i80, %v65
  br i1 %v81, label %b78, label %b79
b78:
  %v82 = add nsw i64 %i80, 384
  %v83 = call i64 @llvm.smin.i64(i64 %v65, i64 %v82)
  %v84 = mul nsw i64 %i73, 256
  %v85 = getelementptr inbounds i8, ptr %v5, i64 %v84
  %v86 = sub nsw i64 %v83, %i80
  %v87 = icmp sle i64 %v86, 16
  %v88 = udiv i64 %v76, 16
  %v89 = mul nsw i64 %v88, 16
  %v90 = icmp sgt i64 %v76, 0
  br i1 %v90, label %b91, label %b92
b91:
  call void @mm_float32_pack_columns(i64 64, i64 %v76, ptr %v85, i64 4, i64 256, ptr %v45, i64 4096)
  br label %b92
b92:
  br label %b93
b93:
  %i96 = phi i64 [ %i80, %b92 ], [ %v109, %b108 ]
  %v97 = icmp slt i64 %i96, %v83
  br i1 %v97, label %b94, label %b95
b94:
  %v98 = sub nsw i64 %v83, %i96
  %v99 = call i64 @llvm.smin.i64(i64 48, i64 %v98)
  %v100 = mul nsw i64 %i96, 256
  %v101 = getelementptr inbounds i8, ptr %v3, i64 %v100
  %v102 = icmp sge i64 %v76, 48
  %v103 = sub nsw i64 %i96, %i80
  %v104 = mul nsw i64 %v103, 160
  %v105 = getelementptr inbounds i8, ptr %v47, i64 %v104
  %v106 = icmp sgt i64 %v76, 0
  br i1 %v106, label %b107, label %b108
b107:
  call void @mm_float32_block(i64 %v99, i64 %v76, i64 64, ptr %v101, i64 256, i64 4, ptr %v45, i64 4096, i64 64, ptr %v105, i64 160, i64 0, i64 1)
  br label %b108
b108:
  %v109 = add nsw i64 %i96, 48
  br label %b93
b95:
  br label %b110
b110:
  %i113 = phi i64 [ %i80, %b95 ], [ %v170, %b142 ]
  %v114 = icmp slt i64 %i113, %v83
  br i1 %v114, label %b111, label %b112
b111:
  %v115 = sub nsw i64 %i113, %i80
  %v116 = mul nsw i64 %v115, 160
  %v117 = getelementptr inbounds i8, ptr %v47, i64 %v116
  %v118 = udiv i64 %v76, 8
  %v119 = mul nsw i64 %v118, 8
  br label %b120
b120:
  %i123 = phi i64 [ 0, %b111 ], [ %v139, %b121 ]
  %v124 = icmp slt i64 %i123, %v119
  br i1 %v124, label %b121, label %b122
b121:
  %v125 = mul nsw i64 %i123, 4
  %v126 = getelementptr inbounds i8, ptr %v117, i64 %v125
  %v127 = load <8 x float>, ptr %v126, align 4
  %v128 = add nsw i64 %i73, %i123
  %v129 = mul nsw i64 %i113, 32
  %v130 = add nsw i64 %v129, %v128
  %v131 = getelementptr inbounds float, ptr %v7, i64 %v128
  %v132 = load <8 x float>, ptr %v131, align 4
  %v133 = fadd <8 x float> %v127, %v132
  %v134 = fcmp ogt <8 x float> %v133, splat (float 0x0000000000000000)
  %v135 = fcmp uno <8 x float> %v133, %v133
  %v136 = or <8 x i1> %v134, %v135
  %v137 = select <8 x i1> %v136, <8 x float> %v133, <8 x float> splat (float 0x0000000000000000)
  %v138 = getelementptr inbounds float, ptr %v9, i64 %v130
  store <8 x float> %v137, ptr %v138, align 4
  %v139 = add nsw i64 %i123, 8
  br label %b120
b122:
  %v140 = icmp slt i64 %v119, %v76
  br i1 %v140, label %b141, label %b142
b141:
  %v143 = mul nsw i64 %v119, 4
  %v144 = getelementptr inbounds i8, ptr %v117, i64 %v143
  %v145 = load <8 x float>, ptr %v144, align 4
  %v146 = sub nsw i64 %v76, %v119
  %v147 = call i64 @llvm.smin.i64(i64 %v146, i64 8)
  %v148 = call i64 @llvm.smax.i64(i64 %v147, i64 0)
  %v149 = trunc i64 %v148 to i32
  %v150 = insertelement <8 x i32> poison, i32 %v149, i64 0
  %v151 = shufflevector <8 x i32> %v150, <8 x i32> poison, <8 x i32> zeroinitializer
  %v152 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v151
  %v153 = call i64 @llvm.smin.i64(i64 %v146, i64 16)
  %v154 = call i64 @llvm.smax.i64(i64 %v153, i64 0)
  %v155 = trunc i64 %v154 to i32
  %v156 = insertelement <8 x i32> poison, i32 %v155, i64 0
  %v157 = shufflevector <8 x i32> %v156, <8 x i32> poison, <8 x i32> zeroinitializer
  %v158 = icmp slt <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v157
  %v159 = add nsw i64 %i73, %v119
  %v160 = mul nsw i64 %i113, 32
  %v161 = add nsw i64 %v160, %v159
  %v162 = getelementptr inbounds float, ptr %v7, i64 %v159
  %v163 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v162, i32 4, <8 x i1> %v152, <8 x float> zeroinitializer)
  %v164 = fadd <8 x float> %v145, %v163
  %v165 = fcmp ogt <8 x float> %v164, splat (float 0x0000000000000000)
  %v166 = fcmp uno <8 x float> %v164, %v164
  %v167 = or <8 x i1> %v165, %v166
  %v168 = select <8 x i1> %v167, <8 x float> %v164, <8 x float> splat (float 0x0000000000000000)
  %v169 = getelementptr inbounds float, ptr %v9, i64 %v161
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v168, ptr %v169, i32 4, <8 x i1> %v152)
  br label %b142
b142:
  %v170 = add nsw i64 %i113, 1
  br label %b110
b112:
  %v171 = add nsw i64 %i80, 384
  br label %b77
b79:
  %v172 = add nsw i64 %i73, 32
  br label %b70
b72:
  %v173 = add nsw i64 %i56, 1
  br label %b53
b55:
  ret void
}
define internal void @mm_float32_pack_columns(i64 %k, i64 %n, ptr %b, i64 %bk, i64 %bn, ptr %d, i64 %panel) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %k, 8
  %v2 = mul nsw i64 %v1, 8
  %v3 = sub nsw i64 %n, 1
  %v4 = add nsw i64 %n, 15
  %v5 = udiv i64 %v4, 16
  %v6 = mul nsw i64 %v5, 2
  br label %b7
b7:
  %i10 = phi i64 [ 0, %start ], [ %v147, %b117 ]
  %v11 = icmp slt i64 %i10, %v6
  br i1 %v11, label %b8, label %b9
b8:
  %v12 = mul nsw i64 %i10, 8
  %v13 = udiv i64 %i10, 2
  %v14 = mul nsw i64 %v13, %panel
  %v15 = urem i64 %i10, 2
  %v16 = mul nsw i64 %v15, 32
  %v17 = getelementptr inbounds i8, ptr %d, i64 %v14
  %v18 = getelementptr inbounds i8, ptr %v17, i64 %v16
  %v19 = call i64 @llvm.smin.i64(i64 %v12, i64 %v3)
  %v20 = mul nsw i64 %v19, %bn
  %v21 = getelementptr inbounds i8, ptr %b, i64 %v20
  %v22 = add nsw i64 %v12, 1
  %v23 = call i64 @llvm.smin.i64(i64 %v22, i64 %v3)
  %v24 = mul nsw i64 %v23, %bn
  %v25 = getelementptr inbounds i8, ptr %b, i64 %v24
  %v26 = add nsw i64 %v12, 2
  %v27 = call i64 @llvm.smin.i64(i64 %v26, i64 %v3)
  %v28 = mul nsw i64 %v27, %bn
  %v29 = getelementptr inbounds i8, ptr %b, i64 %v28
  %v30 = add nsw i64 %v12, 3
  %v31 = call i64 @llvm.smin.i64(i64 %v30, i64 %v3)
  %v32 = mul nsw i64 %v31, %bn
  %v33 = getelementptr inbounds i8, ptr %b, i64 %v32
  %v34 = add nsw i64 %v12, 4
  %v35 = call i64 @llvm.smin.i64(i64 %v34, i64 %v3)
  %v36 = mul nsw i64 %v35, %bn
  %v37 = getelementptr inbounds i8, ptr %b, i64 %v36
  %v38 = add nsw i64 %v12, 5
  %v39 = call i64 @llvm.smin.i64(i64 %v38, i64 %v3)
  %v40 = mul nsw i64 %v39, %bn
  %v41 = getelementptr inbounds i8, ptr %b, i64 %v40
  %v42 = add nsw i64 %v12, 6
  %v43 = call i64 @llvm.smin.i64(i64 %v42, i64 %v3)
  %v44 = mul nsw i64 %v43, %bn
  %v45 = getelementptr inbounds i8, ptr %b, i64 %v44
  %v46 = add nsw i64 %v12, 7
  %v47 = call i64 @llvm.smin.i64(i64 %v46, i64 %v3)
  %v48 = mul nsw i64 %v47, %bn
  %v49 = getelementptr inbounds i8, ptr %b, i64 %v48
  br label %b50
b50:
  %i53 = phi i64 [ 0, %b8 ], [ %v114, %b51 ]
  %v54 = icmp slt i64 %i53, %v2
  br i1 %v54, label %b51, label %b52
b51:
  %v55 = mul nsw i64 %i53, 4
  %v56 = getelementptr inbounds i8, ptr %v21, i64 %v55
  %v57 = load <8 x float>, ptr %v56, align 4
  %v58 = getelementptr inbounds i8, ptr %v25, i64 %v55
  %v59 = load <8 x float>, ptr %v58, align 4
  %v60 = getelementptr inbounds i8, ptr %v29, i64 %v55
  %v61 = load <8 x float>, ptr %v60, align 4
  %v62 = getelementptr inbounds i8, ptr %v33, i64 %v55
  %v63 = load <8 x float>, ptr %v62, align 4
  %v64 = getelementptr inbounds i8, ptr %v37, i64 %v55
  %v65 = load <8 x float>, ptr %v64, align 4
  %v66 = getelementptr inbounds i8, ptr %v41, i64 %v55
  %v67 = load <8 x float>, ptr %v66, align 4
  %v68 = getelementptr inbounds i8, ptr %v45, i64 %v55
  %v69 = load <8 x float>, ptr %v68, align 4
  %v70 = getelementptr inbounds i8, ptr %v49, i64 %v55
  %v71 = load <8 x float>, ptr %v70, align 4
  %v72 = add nsw i64 %v55, 512
  %v73 = getelementptr inbounds i8, ptr %v21, i64 %v72
  call void @llvm.prefetch.p0(ptr %v73, i32 0, i32 2, i32 1)
  %v74 = getelementptr inbounds i8, ptr %v25, i64 %v72
  call void @llvm.prefetch.p0(ptr %v74, i32 0, i32 2, i32 1)
  %v75 = getelementptr inbounds i8, ptr %v29, i64 %v72
  call void @llvm.prefetch.p0(ptr %v75, i32 0, i32 2, i32 1)
  %v76 = getelementptr inbounds i8, ptr %v33, i64 %v72
  call void @llvm.prefetch.p0(ptr %v76, i32 0, i32 2, i32 1)
  %v77 = getelementptr inbounds i8, ptr %v37, i64 %v72
  call void @llvm.prefetch.p0(ptr %v77, i32 0, i32 2, i32 1)
  %v78 = getelementptr inbounds i8, ptr %v41, i64 %v72
  call void @llvm.prefetch.p0(ptr %v78, i32 0, i32 2, i32 1)
  %v79 = getelementptr inbounds i8, ptr %v45, i64 %v72
  call void @llvm.prefetch.p0(ptr %v79, i32 0, i32 2, i32 1)
  %v80 = getelementptr inbounds i8, ptr %v49, i64 %v72
  call void @llvm.prefetch.p0(ptr %v80, i32 0, i32 2, i32 1)
  %v81 = mul nsw i64 %i53, 64
  %v82 = getelementptr inbounds i8, ptr %v18, i64 %v81
  %v83 = shufflevector <8 x float> %v57, <8 x float> %v59, <8 x i32> <i32 0, i32 8, i32 2, i32 10, i32 4, i32 12, i32 6, i32 14>
  %v84 = shufflevector <8 x float> %v57, <8 x float> %v59, <8 x i32> <i32 1, i32 9, i32 3, i32 11, i32 5, i32 13, i32 7, i32 15>
  %v85 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 0, i32 8, i32 2, i32 10, i32 4, i32 12, i32 6, i32 14>
  %v86 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 1, i32 9, i32 3, i32 11, i32 5, i32 13, i32 7, i32 15>
  %v87 = shufflevector <8 x float> %v65, <8 x float> %v67, <8 x i32> <i32 0, i32 8, i32 2, i32 10, i32 4, i32 12, i32 6, i32 14>
  %v88 = shufflevector <8 x float> %v65, <8 x float> %v67, <8 x i32> <i32 1, i32 9, i32 3, i32 11, i32 5, i32 13, i32 7, i32 15>
  %v89 = shufflevector <8 x float> %v69, <8 x float> %v71, <8 x i32> <i32 0, i32 8, i32 2, i32 10, i32 4, i32 12, i32 6, i32 14>
  %v90 = shufflevector <8 x float> %v69, <8 x float> %v71, <8 x i32> <i32 1, i32 9, i32 3, i32 11, i32 5, i32 13, i32 7, i32 15>
  %v91 = shufflevector <8 x float> %v83, <8 x float> %v85, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v92 = shufflevector <8 x float> %v83, <8 x float> %v85, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v93 = shufflevector <8 x float> %v84, <8 x float> %v86, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v94 = shufflevector <8 x float> %v84, <8 x float> %v86, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v95 = shufflevector <8 x float> %v87, <8 x float> %v89, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v96 = shufflevector <8 x float> %v87, <8 x float> %v89, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v97 = shufflevector <8 x float> %v88, <8 x float> %v90, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v98 = shufflevector <8 x float> %v88, <8 x float> %v90, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v99 = shufflevector <8 x float> %v91, <8 x float> %v95, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v100 = shufflevector <8 x float> %v91, <8 x float> %v95, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v101 = shufflevector <8 x float> %v93, <8 x float> %v97, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v102 = shufflevector <8 x float> %v93, <8 x float> %v97, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v103 = shufflevector <8 x float> %v92, <8 x float> %v96, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v104 = shufflevector <8 x float> %v92, <8 x float> %v96, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v105 = shufflevector <8 x float> %v94, <8 x float> %v98, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v106 = shufflevector <8 x float> %v94, <8 x float> %v98, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v99, ptr %v82, align 4
  %v107 = getelementptr inbounds i8, ptr %v82, i64 64
  store <8 x float> %v101, ptr %v107, align 4
  %v108 = getelementptr inbounds i8, ptr %v82, i64 128
  store <8 x float> %v103, ptr %v108, align 4
  %v109 = getelementptr inbounds i8, ptr %v82, i64 192
  store <8 x float> %v105, ptr %v109, align 4
  %v110 = getelementptr inbounds i8, ptr %v82, i64 256
  store <8 x float> %v100, ptr %v110, align 4
  %v111 = getelementptr inbounds i8, ptr %v82, i64 320
  store <8 x float> %v102, ptr %v111, align 4
  %v112 = getelementptr inbounds i8, ptr %v82, i64 384
  store <8 x float> %v104, ptr %v112, align 4
  %v113 = getelementptr inbounds i8, ptr %v82, i64 448
  store <8 x float> %v106, ptr %v113, align 4
  %v114 = add nsw i64 %i53, 8
  br label %b50
b52:
  br label %b115
b115:
  %i118 = phi i64 [ %v2, %b52 ], [ %v146, %b116 ]
  %v119 = icmp slt i64 %i118, %k
  br i1 %v119, label %b116, label %b117
b116:
  %v120 = mul nsw i64 %i118, 4
  %v121 = mul nsw i64 %i118, 64
  %v122 = getelementptr inbounds i8, ptr %v18, i64 %v121
  %v123 = getelementptr inbounds i8, ptr %v21, i64 %v120
  %v124 = load float, ptr %v123, align 4
  store float %v124, ptr %v122, align 4
  %v125 = getelementptr inbounds i8, ptr %v25, i64 %v120
  %v126 = load float, ptr %v125, align 4
  %v127 = getelementptr inbounds i8, ptr %v122, i64 4
  store float %v126, ptr %v127, align 4
  %v128 = getelementptr inbounds i8, ptr %v29, i64 %v120
  %v129 = load float, ptr %v128, align 4
  %v130 = getelementptr inbounds i8, ptr %v122, i64 8
  store float %v129, ptr %v130, align 4
  %v131 = getelementptr inbounds i8, ptr %v33, i64 %v120
  %v132 = load float, ptr %v131, align 4
  %v133 = getelementptr inbounds i8, ptr %v122, i64 12
  store float %v132, ptr %v133, align 4
  %v134 = getelementptr inbounds i8, ptr %v37, i64 %v120
  %v135 = load float, ptr %v134, align 4
  %v136 = getelementptr inbounds i8, ptr %v122, i64 16
  store float %v135, ptr %v136, align 4
  %v137 = getelementptr inbounds i8, ptr %v41, i64 %v120
  %v138 = load float, ptr %v137, align 4
  %v139 = getelementptr inbounds i8, ptr %v122, i64 20
  store float %v138, ptr %v139, align 4
  %v140 = getelementptr inbounds i8, ptr %v45, i64 %v120
  %v141 = load float, ptr %v140, align 4
  %v142 = getelementptr inbounds i8, ptr %v122, i64 24
  store float %v141, ptr %v142, align 4
  %v143 = getelementptr inbounds i8, ptr %v49, i64 %v120
  %v144 = load float, ptr %v143, align 4
  %v145 = getelementptr inbounds i8, ptr %v122, i64 28
  store float %v144, ptr %v145, align 4
  %v146 = add nsw i64 %i118, 1
  br label %b115
b117:
  %v147 = add nsw i64 %i10, 1
  br label %b7
b9:
  ret void
}
define internal void @mm_float32_block(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %panel, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %whole) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  %v1 = alloca float, i64 96, align 64
  %v2 = alloca float, i64 1056, align 64
  br label %start
start:
  %v3 = udiv i64 %m, 6
  %v4 = mul nsw i64 %v3, 6
  %v5 = sub nsw i64 %m, %v4
  %v6 = udiv i64 %v5, 2
  %v7 = mul nsw i64 %v6, 2
  %v8 = add nsw i64 %v4, %v7
  %v9 = sub nsw i64 %m, %v8
  %v10 = icmp sgt i64 %v9, 0
  br i1 %v10, label %b11, label %b12
b11:
  %v13 = mul nsw i64 %v8, %am
  %v14 = getelementptr inbounds i8, ptr %a, i64 %v13
  %v18 = icmp eq i64 %ak, 4
  br i1 %v18, label %b15, label %b16
b15:
  %v19 = icmp slt i64 0, %v9
  %v20 = select i1 %v19, i64 0, i64 0
  %v21 = getelementptr inbounds i8, ptr %v14, i64 %v20
  call void @mm_float32_copy(i64 1, i64 %k, ptr %v21, i64 0, ptr %v2, i64 0)
  %v22 = icmp slt i64 1, %v9
  %v23 = select i1 %v22, i64 %am, i64 0
  %v24 = getelementptr inbounds i8, ptr %v14, i64 %v23
  %v25 = getelementptr inbounds i8, ptr %v2, i64 2112
  call void @mm_float32_copy(i64 1, i64 %k, ptr %v24, i64 0, ptr %v25, i64 0)
  br label %b17
b16:
  %v26 = icmp slt i64 0, %v9
  %v27 = select i1 %v26, i64 0, i64 0
  %v28 = getelementptr inbounds i8, ptr %v14, i64 %v27
  br label %b29
b29:
  %i32 = phi i64 [ 0, %b16 ], [ %v39, %b30 ]
  %v33 = icmp slt i64 %i32, %k
  br i1 %v33, label %b30, label %b31
b30:
  %v34 = mul nsw i64 %i32, %ak
  %v35 = getelementptr inbounds i8, ptr %v28, i64 %v34
  %v36 = load float, ptr %v35, align 4
  %v37 = mul nsw i64 %i32, 4
  %v38 = getelementptr inbounds i8, ptr %v2, i64 %v37
  store float %v36, ptr %v38, align 4
  %v39 = add nsw i64 %i32, 1
  br label %b29
b31:
  %v40 = icmp slt i64 1, %v9
  %v41 = select i1 %v40, i64 %am, i64 0
  %v42 = getelementptr inbounds i8, ptr %v14, i64 %v41
  %v43 = getelementptr inbounds i8, ptr %v2, i64 2112
  br label %b44
b44:
  %i47 = phi i64 [ 0, %b31 ], [ %v54, %b45 ]
  %v48 = icmp slt i64 %i47, %k
  br i1 %v48, label %b45, label %b46
b45:
  %v49 = mul nsw i64 %i47, %ak
  %v50 = getelementptr inbounds i8, ptr %v42, i64 %v49
  %v51 = load float, ptr %v50, align 4
  %v52 = mul nsw i64 %i47, 4
  %v53 = getelementptr inbounds i8, ptr %v43, i64 %v52
  store float %v51, ptr %v53, align 4
  %v54 = add nsw i64 %i47, 1
  br label %b44
b46:
  br label %b17
b17:
  br label %b12
b12:
  %v55 = icmp ne i64 %whole, 0
  br label %b56
b56:
  %i59 = phi i64 [ 0, %b12 ], [ %v126, %b112 ]
  %v60 = icmp slt i64 %i59, %n
  br i1 %v60, label %b57, label %b58
b57:
  %v61 = udiv i64 %i59, 16
  %v62 = mul nsw i64 %v61, %panel
  %v63 = getelementptr inbounds i8, ptr %b, i64 %v62
  br label %b64
b64:
  %i67 = phi i64 [ 0, %b57 ], [ %v88, %b87 ]
  %v68 = icmp slt i64 %i67, %v4
  br i1 %v68, label %b65, label %b66
b65:
  %v69 = mul nsw i64 %i67, %am
  %v70 = getelementptr inbounds i8, ptr %a, i64 %v69
  %v71 = sub nsw i64 %n, %i59
  %v72 = icmp sge i64 %v71, 16
  %v73 = or i1 %v55, %v72
  %v74 = mul nsw i64 %i59, 4
  %v75 = getelementptr inbounds i8, ptr %d, i64 %v74
  %v76 = mul nsw i64 %i67, %dm
  %v77 = getelementptr inbounds i8, ptr %v75, i64 %v76
  %v78 = select i1 %v73, ptr %v77, ptr %v1
  %v79 = select i1 %v73, i64 %dm, i64 64
  %v80 = select i1 %v73, i64 %add, i64 0
  %v84 = icmp sgt i64 %v71, 8
  br i1 %v84, label %b81, label %b82
b81:
  call void @mm_float32_tile_6_2(i64 %k, ptr %v70, i64 %am, i64 %ak, ptr %v63, i64 %bk, ptr %v78, i64 %v79, i64 %v80)
  br label %b83
b82:
  call void @mm_float32_tile_6_1(i64 %k, ptr %v70, i64 %am, i64 %ak, ptr %v63, i64 %bk, ptr %v78, i64 %v79, i64 %v80)
  br label %b83
b83:
  %v85 = xor i1 %v73, true
  br i1 %v85, label %b86, label %b87
b86:
  call void @mm_float32_flush(i64 6, i64 %v71, ptr %v1, ptr %v77, i64 %dm, i64 %add)
  br label %b87
b87:
  %v88 = add nsw i64 %i67, 6
  br label %b64
b66:
  br label %b89
b89:
  %i92 = phi i64 [ %v4, %b66 ], [ %v109, %b108 ]
  %v93 = icmp slt i64 %i92, %v8
  br i1 %v93, label %b90, label %b91
b90:
  %v94 = mul nsw i64 %i92, %am
  %v95 = getelementptr inbounds i8, ptr %a, i64 %v94
  %v96 = sub nsw i64 %n, %i59
  %v97 = icmp sge i64 %v96, 16
  %v98 = or i1 %v55, %v97
  %v99 = mul nsw i64 %i59, 4
  %v100 = getelementptr inbounds i8, ptr %d, i64 %v99
  %v101 = mul nsw i64 %i92, %dm
  %v102 = getelementptr inbounds i8, ptr %v100, i64 %v101
  %v103 = select i1 %v98, ptr %v102, ptr %v1
  %v104 = select i1 %v98, i64 %dm, i64 64
  %v105 = select i1 %v98, i64 %add, i64 0
  call void @mm_float32_tile_2_2(i64 %k, ptr %v95, i64 %am, i64 %ak, ptr %v63, i64 %bk, ptr %v103, i64 %v104, i64 %v105)
  %v106 = xor i1 %v98, true
  br i1 %v106, label %b107, label %b108
b107:
  call void @mm_float32_flush(i64 2, i64 %v96, ptr %v1, ptr %v102, i64 %dm, i64 %add)
  br label %b108
b108:
  %v109 = add nsw i64 %i92, 2
  br label %b89
b91:
  %v110 = icmp sgt i64 %v9, 0
  br i1 %v110, label %b111, label %b112
b111:
  %v113 = sub nsw i64 %n, %i59
  %v114 = icmp sge i64 %v113, 16
  %v115 = or i1 %v55, false
  %v116 = mul nsw i64 %i59, 4
  %v117 = getelementptr inbounds i8, ptr %d, i64 %v116
  %v118 = mul nsw i64 %v8, %dm
  %v119 = getelementptr inbounds i8, ptr %v117, i64 %v118
  %v120 = select i1 %v115, ptr %v119, ptr %v1
  %v121 = select i1 %v115, i64 %dm, i64 64
  %v122 = select i1 %v115, i64 %add, i64 0
  call void @mm_float32_tile_2_2(i64 %k, ptr %v2, i64 2112, i64 4, ptr %v63, i64 %bk, ptr %v120, i64 %v121, i64 %v122)
  %v123 = xor i1 %v115, true
  br i1 %v123, label %b124, label %b125
b124:
  call void @mm_float32_flush(i64 %v9, i64 %v113, ptr %v1, ptr %v119, i64 %dm, i64 %add)
  br label %b125
b125:
  br label %b112
b112:
  %v126 = add nsw i64 %i59, 16
  br label %b56
b58:
  ret void
}
define internal void @mm_float32_copy(i64 %rows, i64 %n, ptr %a, i64 %am, ptr %d, i64 %dm) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %n, 8
  %v2 = mul nsw i64 %v1, 8
  %v3 = sub nsw i64 %n, %v2
  %v4 = call i64 @llvm.smin.i64(i64 %v3, i64 8)
  %v5 = call i64 @llvm.smax.i64(i64 %v4, i64 0)
  %v6 = trunc i64 %v5 to i32
  %v7 = insertelement <8 x i32> poison, i32 %v6, i64 0
  %v8 = shufflevector <8 x i32> %v7, <8 x i32> poison, <8 x i32> zeroinitializer
  %v9 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v8
  %v10 = call i64 @llvm.smin.i64(i64 %v3, i64 16)
  %v11 = call i64 @llvm.smax.i64(i64 %v10, i64 0)
  %v12 = trunc i64 %v11 to i32
  %v13 = insertelement <8 x i32> poison, i32 %v12, i64 0
  %v14 = shufflevector <8 x i32> %v13, <8 x i32> poison, <8 x i32> zeroinitializer
  %v15 = icmp slt <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v14
  br label %b16
b16:
  %i19 = phi i64 [ 0, %start ], [ %v38, %b36 ]
  %v20 = icmp slt i64 %i19, %rows
  br i1 %v20, label %b17, label %b18
b17:
  %v21 = mul nsw i64 %i19, %am
  %v22 = getelementptr inbounds i8, ptr %a, i64 %v21
  %v23 = mul nsw i64 %i19, %dm
  %v24 = getelementptr inbounds i8, ptr %d, i64 %v23
  br label %b25
b25:
  %i28 = phi i64 [ 0, %b17 ], [ %v33, %b26 ]
  %c28_0 = phi ptr [ %v22, %b17 ], [ %v31, %b26 ]
  %c28_1 = phi ptr [ %v24, %b17 ], [ %v32, %b26 ]
  %v29 = icmp slt i64 %i28, %v2
  br i1 %v29, label %b26, label %b27
b26:
  %v30 = load <8 x float>, ptr %c28_0, align 4
  store <8 x float> %v30, ptr %c28_1, align 4
  %v31 = getelementptr inbounds i8, ptr %c28_0, i64 32
  %v32 = getelementptr inbounds i8, ptr %c28_1, i64 32
  %v33 = add nsw i64 %i28, 8
  br label %b25
b27:
  %v34 = icmp slt i64 %v2, %n
  br i1 %v34, label %b35, label %b36
b35:
  %v37 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %c28_0, i32 4, <8 x i1> %v9, <8 x float> zeroinitializer)
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v37, ptr %c28_1, i32 4, <8 x i1> %v9)
  br label %b36
b36:
  %v38 = add nsw i64 %i19, 1
  br label %b16
b18:
  ret void
}
define internal void @mm_float32_tile_6_2(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  %v2 = mul nsw i64 %am, 5
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %d, i64 32
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v4, i64 32
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v4, i64 %dm
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v6, i64 32
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v6, i64 %dm
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v8, i64 32
  call void @llvm.prefetch.p0(ptr %v9, i32 0, i32 3, i32 1)
  %v10 = getelementptr inbounds i8, ptr %v8, i64 %dm
  call void @llvm.prefetch.p0(ptr %v10, i32 0, i32 3, i32 1)
  %v11 = getelementptr inbounds i8, ptr %v10, i64 32
  call void @llvm.prefetch.p0(ptr %v11, i32 0, i32 3, i32 1)
  %v12 = getelementptr inbounds i8, ptr %v10, i64 %dm
  call void @llvm.prefetch.p0(ptr %v12, i32 0, i32 3, i32 1)
  %v13 = getelementptr inbounds i8, ptr %v12, i64 32
  call void @llvm.prefetch.p0(ptr %v13, i32 0, i32 3, i32 1)
  %v14 = getelementptr inbounds i8, ptr %v12, i64 %dm
  br label %b15
b15:
  %i18 = phi i64 [ 0, %start ], [ %v64, %b16 ]
  %c18_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v28, %b16 ]
  %c18_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v29, %b16 ]
  %c18_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v34, %b16 ]
  %c18_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v35, %b16 ]
  %c18_4 = phi <8 x float> [ zeroinitializer, %start ], [ %v41, %b16 ]
  %c18_5 = phi <8 x float> [ zeroinitializer, %start ], [ %v42, %b16 ]
  %c18_6 = phi <8 x float> [ zeroinitializer, %start ], [ %v47, %b16 ]
  %c18_7 = phi <8 x float> [ zeroinitializer, %start ], [ %v48, %b16 ]
  %c18_8 = phi <8 x float> [ zeroinitializer, %start ], [ %v54, %b16 ]
  %c18_9 = phi <8 x float> [ zeroinitializer, %start ], [ %v55, %b16 ]
  %c18_10 = phi <8 x float> [ zeroinitializer, %start ], [ %v60, %b16 ]
  %c18_11 = phi <8 x float> [ zeroinitializer, %start ], [ %v61, %b16 ]
  %c18_12 = phi ptr [ %a, %start ], [ %v62, %b16 ]
  %c18_13 = phi ptr [ %b, %start ], [ %v63, %b16 ]
  %v19 = icmp slt i64 %i18, %k
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = load <8 x float>, ptr %c18_13, align 4
  %v21 = getelementptr inbounds i8, ptr %c18_13, i64 32
  %v22 = load <8 x float>, ptr %v21, align 4
  %v23 = getelementptr inbounds i8, ptr %c18_13, i64 1024
  call void @llvm.prefetch.p0(ptr %v23, i32 0, i32 3, i32 1)
  %v24 = getelementptr inbounds i8, ptr %c18_13, i64 1056
  call void @llvm.prefetch.p0(ptr %v24, i32 0, i32 3, i32 1)
  %v25 = load float, ptr %c18_12, align 4
  %v26 = insertelement <8 x float> poison, float %v25, i64 0
  %v27 = shufflevector <8 x float> %v26, <8 x float> poison, <8 x i32> zeroinitializer
  %v28 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v27, <8 x float> %v20, <8 x float> %c18_0)
  %v29 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v27, <8 x float> %v22, <8 x float> %c18_1)
  %v30 = getelementptr inbounds i8, ptr %c18_12, i64 %am
  %v31 = load float, ptr %v30, align 4
  %v32 = insertelement <8 x float> poison, float %v31, i64 0
  %v33 = shufflevector <8 x float> %v32, <8 x float> poison, <8 x i32> zeroinitializer
  %v34 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v33, <8 x float> %v20, <8 x float> %c18_2)
  %v35 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v33, <8 x float> %v22, <8 x float> %c18_3)
  %v36 = shl i64 %am, 1
  %v37 = getelementptr inbounds i8, ptr %c18_12, i64 %v36
  %v38 = load float, ptr %v37, align 4
  %v39 = insertelement <8 x float> poison, float %v38, i64 0
  %v40 = shufflevector <8 x float> %v39, <8 x float> poison, <8 x i32> zeroinitializer
  %v41 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v40, <8 x float> %v20, <8 x float> %c18_4)
  %v42 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v40, <8 x float> %v22, <8 x float> %c18_5)
  %v43 = getelementptr inbounds i8, ptr %c18_12, i64 %v1
  %v44 = load float, ptr %v43, align 4
  %v45 = insertelement <8 x float> poison, float %v44, i64 0
  %v46 = shufflevector <8 x float> %v45, <8 x float> poison, <8 x i32> zeroinitializer
  %v47 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v46, <8 x float> %v20, <8 x float> %c18_6)
  %v48 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v46, <8 x float> %v22, <8 x float> %c18_7)
  %v49 = shl i64 %am, 2
  %v50 = getelementptr inbounds i8, ptr %c18_12, i64 %v49
  %v51 = load float, ptr %v50, align 4
  %v52 = insertelement <8 x float> poison, float %v51, i64 0
  %v53 = shufflevector <8 x float> %v52, <8 x float> poison, <8 x i32> zeroinitializer
  %v54 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v53, <8 x float> %v20, <8 x float> %c18_8)
  %v55 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v53, <8 x float> %v22, <8 x float> %c18_9)
  %v56 = getelementptr inbounds i8, ptr %c18_12, i64 %v2
  %v57 = load float, ptr %v56, align 4
  %v58 = insertelement <8 x float> poison, float %v57, i64 0
  %v59 = shufflevector <8 x float> %v58, <8 x float> poison, <8 x i32> zeroinitializer
  %v60 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v59, <8 x float> %v20, <8 x float> %c18_10)
  %v61 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v59, <8 x float> %v22, <8 x float> %c18_11)
  %v62 = getelementptr inbounds i8, ptr %c18_12, i64 %ak
  %v63 = getelementptr inbounds i8, ptr %c18_13, i64 %bk
  %v64 = add nsw i64 %i18, 1
  br label %b15
b17:
  %v67 = icmp ne i64 %add, 0
  br i1 %v67, label %b65, label %b66
b65:
  %v68 = load <8 x float>, ptr %d, align 4
  %v69 = fadd <8 x float> %v68, %c18_0
  store <8 x float> %v69, ptr %d, align 4
  %v70 = getelementptr inbounds i8, ptr %d, i64 32
  %v71 = load <8 x float>, ptr %v70, align 4
  %v72 = fadd <8 x float> %v71, %c18_1
  store <8 x float> %v72, ptr %v70, align 4
  %v73 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v74 = load <8 x float>, ptr %v73, align 4
  %v75 = fadd <8 x float> %v74, %c18_2
  store <8 x float> %v75, ptr %v73, align 4
  %v76 = getelementptr inbounds i8, ptr %v73, i64 32
  %v77 = load <8 x float>, ptr %v76, align 4
  %v78 = fadd <8 x float> %v77, %c18_3
  store <8 x float> %v78, ptr %v76, align 4
  %v79 = getelementptr inbounds i8, ptr %v73, i64 %dm
  %v80 = load <8 x float>, ptr %v79, align 4
  %v81 = fadd <8 x float> %v80, %c18_4
  store <8 x float> %v81, ptr %v79, align 4
  %v82 = getelementptr inbounds i8, ptr %v79, i64 32
  %v83 = load <8 x float>, ptr %v82, align 4
  %v84 = fadd <8 x float> %v83, %c18_5
  store <8 x float> %v84, ptr %v82, align 4
  %v85 = getelementptr inbounds i8, ptr %v79, i64 %dm
  %v86 = load <8 x float>, ptr %v85, align 4
  %v87 = fadd <8 x float> %v86, %c18_6
  store <8 x float> %v87, ptr %v85, align 4
  %v88 = getelementptr inbounds i8, ptr %v85, i64 32
  %v89 = load <8 x float>, ptr %v88, align 4
  %v90 = fadd <8 x float> %v89, %c18_7
  store <8 x float> %v90, ptr %v88, align 4
  %v91 = getelementptr inbounds i8, ptr %v85, i64 %dm
  %v92 = load <8 x float>, ptr %v91, align 4
  %v93 = fadd <8 x float> %v92, %c18_8
  store <8 x float> %v93, ptr %v91, align 4
  %v94 = getelementptr inbounds i8, ptr %v91, i64 32
  %v95 = load <8 x float>, ptr %v94, align 4
  %v96 = fadd <8 x float> %v95, %c18_9
  store <8 x float> %v96, ptr %v94, align 4
  %v97 = getelementptr inbounds i8, ptr %v91, i64 %dm
  %v98 = load <8 x float>, ptr %v97, align 4
  %v99 = fadd <8 x float> %v98, %c18_10
  store <8 x float> %v99, ptr %v97, align 4
  %v100 = getelementptr inbounds i8, ptr %v97, i64 32
  %v101 = load <8 x float>, ptr %v100, align 4
  %v102 = fadd <8 x float> %v101, %c18_11
  store <8 x float> %v102, ptr %v100, align 4
  %v103 = getelementptr inbounds i8, ptr %v97, i64 %dm
  ret void
b66:
  store <8 x float> %c18_0, ptr %d, align 4
  %v104 = getelementptr inbounds i8, ptr %d, i64 32
  store <8 x float> %c18_1, ptr %v104, align 4
  %v105 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %c18_2, ptr %v105, align 4
  %v106 = getelementptr inbounds i8, ptr %v105, i64 32
  store <8 x float> %c18_3, ptr %v106, align 4
  %v107 = getelementptr inbounds i8, ptr %v105, i64 %dm
  store <8 x float> %c18_4, ptr %v107, align 4
  %v108 = getelementptr inbounds i8, ptr %v107, i64 32
  store <8 x float> %c18_5, ptr %v108, align 4
  %v109 = getelementptr inbounds i8, ptr %v107, i64 %dm
  store <8 x float> %c18_6, ptr %v109, align 4
  %v110 = getelementptr inbounds i8, ptr %v109, i64 32
  store <8 x float> %c18_7, ptr %v110, align 4
  %v111 = getelementptr inbounds i8, ptr %v109, i64 %dm
  store <8 x float> %c18_8, ptr %v111, align 4
  %v112 = getelementptr inbounds i8, ptr %v111, i64 32
  store <8 x float> %c18_9, ptr %v112, align 4
  %v113 = getelementptr inbounds i8, ptr %v111, i64 %dm
  store <8 x float> %c18_10, ptr %v113, align 4
  %v114 = getelementptr inbounds i8, ptr %v113, i64 32
  store <8 x float> %c18_11, ptr %v114, align 4
  %v115 = getelementptr inbounds i8, ptr %v113, i64 %dm
  ret void
}
define internal void @mm_float32_tile_6_1(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  %v2 = mul nsw i64 %am, 5
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v3, i64 %dm
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v4, i64 %dm
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v5, i64 %dm
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v6, i64 %dm
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v7, i64 %dm
  br label %b9
b9:
  %i12 = phi i64 [ 0, %start ], [ %v49, %b10 ]
  %c12_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v19, %b10 ]
  %c12_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v24, %b10 ]
  %c12_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v30, %b10 ]
  %c12_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v35, %b10 ]
  %c12_4 = phi <8 x float> [ zeroinitializer, %start ], [ %v41, %b10 ]
  %c12_5 = phi <8 x float> [ zeroinitializer, %start ], [ %v46, %b10 ]
  %c12_6 = phi ptr [ %a, %start ], [ %v47, %b10 ]
  %c12_7 = phi ptr [ %b, %start ], [ %v48, %b10 ]
  %v13 = icmp slt i64 %i12, %k
  br i1 %v13, label %b10, label %b11
b10:
  %v14 = load <8 x float>, ptr %c12_7, align 4
  %v15 = getelementptr inbounds i8, ptr %c12_7, i64 1024
  call void @llvm.prefetch.p0(ptr %v15, i32 0, i32 3, i32 1)
  %v16 = load float, ptr %c12_6, align 4
  %v17 = insertelement <8 x float> poison, float %v16, i64 0
  %v18 = shufflevector <8 x float> %v17, <8 x float> poison, <8 x i32> zeroinitializer
  %v19 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v18, <8 x float> %v14, <8 x float> %c12_0)
  %v20 = getelementptr inbounds i8, ptr %c12_6, i64 %am
  %v21 = load float, ptr %v20, align 4
  %v22 = insertelement <8 x float> poison, float %v21, i64 0
  %v23 = shufflevector <8 x float> %v22, <8 x float> poison, <8 x i32> zeroinitializer
  %v24 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v23, <8 x float> %v14, <8 x float> %c12_1)
  %v25 = shl i64 %am, 1
  %v26 = getelementptr inbounds i8, ptr %c12_6, i64 %v25
  %v27 = load float, ptr %v26, align 4
  %v28 = insertelement <8 x float> poison, float %v27, i64 0
  %v29 = shufflevector <8 x float> %v28, <8 x float> poison, <8 x i32> zeroinitializer
  %v30 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v29, <8 x float> %v14, <8 x float> %c12_2)
  %v31 = getelementptr inbounds i8, ptr %c12_6, i64 %v1
  %v32 = load float, ptr %v31, align 4
  %v33 = insertelement <8 x float> poison, float %v32, i64 0
  %v34 = shufflevector <8 x float> %v33, <8 x float> poison, <8 x i32> zeroinitializer
  %v35 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v34, <8 x float> %v14, <8 x float> %c12_3)
  %v36 = shl i64 %am, 2
  %v37 = getelementptr inbounds i8, ptr %c12_6, i64 %v36
  %v38 = load float, ptr %v37, align 4
  %v39 = insertelement <8 x float> poison, float %v38, i64 0
  %v40 = shufflevector <8 x float> %v39, <8 x float> poison, <8 x i32> zeroinitializer
  %v41 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v40, <8 x float> %v14, <8 x float> %c12_4)
  %v42 = getelementptr inbounds i8, ptr %c12_6, i64 %v2
  %v43 = load float, ptr %v42, align 4
  %v44 = insertelement <8 x float> poison, float %v43, i64 0
  %v45 = shufflevector <8 x float> %v44, <8 x float> poison, <8 x i32> zeroinitializer
  %v46 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v45, <8 x float> %v14, <8 x float> %c12_5)
  %v47 = getelementptr inbounds i8, ptr %c12_6, i64 %ak
  %v48 = getelementptr inbounds i8, ptr %c12_7, i64 %bk
  %v49 = add nsw i64 %i12, 1
  br label %b9
b11:
  %v52 = icmp ne i64 %add, 0
  br i1 %v52, label %b50, label %b51
b50:
  %v53 = load <8 x float>, ptr %d, align 4
  %v54 = fadd <8 x float> %v53, %c12_0
  store <8 x float> %v54, ptr %d, align 4
  %v55 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v56 = load <8 x float>, ptr %v55, align 4
  %v57 = fadd <8 x float> %v56, %c12_1
  store <8 x float> %v57, ptr %v55, align 4
  %v58 = getelementptr inbounds i8, ptr %v55, i64 %dm
  %v59 = load <8 x float>, ptr %v58, align 4
  %v60 = fadd <8 x float> %v59, %c12_2
  store <8 x float> %v60, ptr %v58, align 4
  %v61 = getelementptr inbounds i8, ptr %v58, i64 %dm
  %v62 = load <8 x float>, ptr %v61, align 4
  %v63 = fadd <8 x float> %v62, %c12_3
  store <8 x float> %v63, ptr %v61, align 4
  %v64 = getelementptr inbounds i8, ptr %v61, i64 %dm
  %v65 = load <8 x float>, ptr %v64, align 4
  %v66 = fadd <8 x float> %v65, %c12_4
  store <8 x float> %v66, ptr %v64, align 4
  %v67 = getelementptr inbounds i8, ptr %v64, i64 %dm
  %v68 = load <8 x float>, ptr %v67, align 4
  %v69 = fadd <8 x float> %v68, %c12_5
  store <8 x float> %v69, ptr %v67, align 4
  %v70 = getelementptr inbounds i8, ptr %v67, i64 %dm
  ret void
b51:
  store <8 x float> %c12_0, ptr %d, align 4
  %v71 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %c12_1, ptr %v71, align 4
  %v72 = getelementptr inbounds i8, ptr %v71, i64 %dm
  store <8 x float> %c12_2, ptr %v72, align 4
  %v73 = getelementptr inbounds i8, ptr %v72, i64 %dm
  store <8 x float> %c12_3, ptr %v73, align 4
  %v74 = getelementptr inbounds i8, ptr %v73, i64 %dm
  store <8 x float> %c12_4, ptr %v74, align 4
  %v75 = getelementptr inbounds i8, ptr %v74, i64 %dm
  store <8 x float> %c12_5, ptr %v75, align 4
  %v76 = getelementptr inbounds i8, ptr %v75, i64 %dm
  ret void
}
define internal void @mm_float32_flush(i64 %rows, i64 %n, ptr %t, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
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
  %v13 = icmp ne i64 %add, 0
  br label %b14
b14:
  %i17 = phi i64 [ 0, %start ], [ %v33, %b15 ]
  %v18 = icmp slt i64 %i17, %rows
  br i1 %v18, label %b15, label %b16
b15:
  %v19 = mul nsw i64 %i17, 64
  %v20 = getelementptr inbounds i8, ptr %t, i64 %v19
  %v21 = mul nsw i64 %i17, %dm
  %v22 = getelementptr inbounds i8, ptr %d, i64 %v21
  %v23 = load <8 x float>, ptr %v20, align 4
  %v24 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v22, i32 4, <8 x i1> %v6, <8 x float> zeroinitializer)
  %v25 = fadd <8 x float> %v24, %v23
  %v26 = select i1 %v13, <8 x float> %v25, <8 x float> %v23
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v26, ptr %v22, i32 4, <8 x i1> %v6)
  %v27 = getelementptr inbounds i8, ptr %v22, i64 32
  %v28 = getelementptr inbounds i8, ptr %v20, i64 32
  %v29 = load <8 x float>, ptr %v28, align 4
  %v30 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v27, i32 4, <8 x i1> %v12, <8 x float> zeroinitializer)
  %v31 = fadd <8 x float> %v30, %v29
  %v32 = select i1 %v13, <8 x float> %v31, <8 x float> %v29
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v32, ptr %v27, i32 4, <8 x i1> %v12)
  %v33 = add nsw i64 %i17, 1
  br label %b14
b16:
  ret void
}
define internal void @mm_float32_tile_2_2(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v1 = getelementptr inbounds i8, ptr %d, i64 32
  call void @llvm.prefetch.p0(ptr %v1, i32 0, i32 3, i32 1)
  %v2 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v2, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %v2, i64 32
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v2, i64 %dm
  br label %b5
b5:
  %i8 = phi i64 [ 0, %start ], [ %v28, %b6 ]
  %c8_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v18, %b6 ]
  %c8_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v19, %b6 ]
  %c8_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v24, %b6 ]
  %c8_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v25, %b6 ]
  %c8_4 = phi ptr [ %a, %start ], [ %v26, %b6 ]
  %c8_5 = phi ptr [ %b, %start ], [ %v27, %b6 ]
  %v9 = icmp slt i64 %i8, %k
  br i1 %v9, label %b6, label %b7
b6:
  %v10 = load <8 x float>, ptr %c8_5, align 4
  %v11 = getelementptr inbounds i8, ptr %c8_5, i64 32
  %v12 = load <8 x float>, ptr %v11, align 4
  %v13 = getelementptr inbounds i8, ptr %c8_5, i64 1024
  call void @llvm.prefetch.p0(ptr %v13, i32 0, i32 3, i32 1)
  %v14 = getelementptr inbounds i8, ptr %c8_5, i64 1056
  call void @llvm.prefetch.p0(ptr %v14, i32 0, i32 3, i32 1)
  %v15 = load float, ptr %c8_4, align 4
  %v16 = insertelement <8 x float> poison, float %v15, i64 0
  %v17 = shufflevector <8 x float> %v16, <8 x float> poison, <8 x i32> zeroinitializer
  %v18 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v17, <8 x float> %v10, <8 x float> %c8_0)
  %v19 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v17, <8 x float> %v12, <8 x float> %c8_1)
  %v20 = getelementptr inbounds i8, ptr %c8_4, i64 %am
  %v21 = load float, ptr %v20, align 4
  %v22 = insertelement <8 x float> poison, float %v21, i64 0
  %v23 = shufflevector <8 x float> %v22, <8 x float> poison, <8 x i32> zeroinitializer
  %v24 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v23, <8 x float> %v10, <8 x float> %c8_2)
  %v25 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v23, <8 x float> %v12, <8 x float> %c8_3)
  %v26 = getelementptr inbounds i8, ptr %c8_4, i64 %ak
  %v27 = getelementptr inbounds i8, ptr %c8_5, i64 %bk
  %v28 = add nsw i64 %i8, 1
  br label %b5
b7:
  %v31 = icmp ne i64 %add, 0
  br i1 %v31, label %b29, label %b30
b29:
  %v32 = load <8 x float>, ptr %d, align 4
  %v33 = fadd <8 x float> %v32, %c8_0
  store <8 x float> %v33, ptr %d, align 4
  %v34 = getelementptr inbounds i8, ptr %d, i64 32
  %v35 = load <8 x float>, ptr %v34, align 4
  %v36 = fadd <8 x float> %v35, %c8_1
  store <8 x float> %v36, ptr %v34, align 4
  %v37 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v38 = load <8 x float>, ptr %v37, align 4
  %v39 = fadd <8 x float> %v38, %c8_2
  store <8 x float> %v39, ptr %v37, align 4
  %v40 = getelementptr inbounds i8, ptr %v37, i64 32
  %v41 = load <8 x float>, ptr %v40, align 4
  %v42 = fadd <8 x float> %v41, %c8_3
  store <8 x float> %v42, ptr %v40, align 4
  %v43 = getelementptr inbounds i8, ptr %v37, i64 %dm
  ret void
b30:
  store <8 x float> %c8_0, ptr %d, align 4
  %v44 = getelementptr inbounds i8, ptr %d, i64 32
  store <8 x float> %c8_1, ptr %v44, align 4
  %v45 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %c8_2, ptr %v45, align 4
  %v46 = getelementptr inbounds i8, ptr %v45, i64 32
  store <8 x float> %c8_3, ptr %v46, align 4
  %v47 = getelementptr inbounds i8, ptr %v45, i64 %dm
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = icmp slt i64 %n, 2
  br i1 %v1, label %b2, label %b3
b2:
  %v4 = icmp eq i64 %n, 1
  br i1 %v4, label %b5, label %b6
b5:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b6
b6:
  ret i64 0
b7:
  br label %b3
b3:
  %v8 = load ptr, ptr %ctx, align 8
  %v9 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v10 = load i64, ptr %v9, align 8
  %v11 = call i64 %v8(ptr %task, ptr %frame, i64 %n, i64 %v10)
  %v12 = icmp ne i64 %v11, 0
  %v13 = select i1 %v12, i64 3, i64 0
  ret i64 %v13
}
